// The part of the catalogue that is about pretrained networks (backbones).

export const BACKBONE_ERRORS = {
  'backbone-missing': {
    title: 'The pretrained network is not here',
    expected: 'the network that the run hears clips with, kept in this browser',
    next: 'Fetch it or drop its file under “Train”, or choose another network.',
  },
  'backbone-unreadable': {
    title: 'The network could not be read',
    expected: 'a whole ONNX file with operators that ONNX Runtime knows',
    next: 'Get the file again, or export the network anew (opset 11 to 21, float32 inputs).',
  },
  'backbone-contract-mismatch': {
    title: 'The network does not fit what was said of it',
    expected: 'the inputs and outputs, with their sizes, that its contract names',
    next: 'Correct its input, output or front end, or use the manifest that came with it.',
  },
  'backbone-not-finite': {
    title: 'The network gave numbers that are none',
    expected: 'finite numbers for every clip',
    next: 'Use another file of it: half precision (fp16) and some conversions overflow.',
  },
  'backbone-constant': {
    title: 'Every clip gets the same embedding',
    expected: 'numbers that differ between clips that sound different',
    next: 'Choose another network, or correct how this one is asked: its front end, input or output is probably not the right one.',
  },
  'backbone-contract-unknown': {
    title: 'What the network wants to hear is not known',
    expected:
      'an input and an output like those of the networks that Earmark knows, or a manifest beside the file',
    next: 'Say it in the form under “Train”, or drop the file together with its manifest.json.',
  },
  'backbone-manifest-invalid': {
    title: 'The manifest could not be read',
    expected: 'a manifest.json as those in Earmark’s folder models/',
    next: 'Correct it, or drop the network without it.',
  },
  'backbone-hash-mismatch': {
    title: 'It is another file than the one that was promised',
    expected: 'the file whose SHA-256 the manifest names',
    next: 'Get the file again. Where its authors have published another one, drop that by itself.',
  },
  'backbone-too-large': {
    title: 'The file is too large',
    expected: 'a network that this tab can hold',
    next: 'Use a smaller or a quantised file of it.',
  },
  'download-unreachable': {
    title: 'The file could not be reached',
    expected: 'a connection, and a host that lets other pages read its files (CORS)',
    next: 'Try again when online, or save the file yourself and drop it here.',
  },
  'download-refused': {
    title: 'The host did not give the file',
    expected: 'the file (status 200 or 206)',
    next: 'Check the address, or save the file yourself and drop it here.',
  },
  'download-not-a-network': {
    title: 'The address leads to something else',
    expected: 'the network’s own file',
    next: 'Use the address that the file itself is downloaded from, not that of a page about it.',
  },
  'download-stalled': {
    title: 'The download stood still',
    expected: 'a byte now and then',
    next: 'Try again: it goes on where it was.',
  },
  'download-cut-short': {
    title: 'The download broke off',
    expected: 'the whole file',
    next: 'Try again: it goes on where it was.',
  },
} as const;
