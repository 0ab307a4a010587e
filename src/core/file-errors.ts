// What can go wrong with one file of audio, and what is worth a note of one that is used: entries of the catalogue in
// `errors.ts`.

export const FILE_ERRORS = {
  'import-nothing': {
    title: 'Nothing here can be read',
    expected: 'music, a zip of music, a table of features (CSV, Parquet) or a list of clips',
    next: 'Drop a folder of music, or a table with a row a clip; a list of clips is a CSV with the column file.',
  },
  // one file
  'file-empty': {
    title: 'The file is empty',
    expected: 'an audio file with at least one byte',
    next: 'Copy the file again from where it came from.',
  },
  'file-not-audio': {
    title: 'This is not audio',
    expected: 'WAV, MP3, Ogg (Vorbis or Opus), FLAC, M4A/AAC or Sun AU',
    next: 'Check what the file really is; its name does not decide.',
  },
  'file-unreadable': {
    title: 'The file could not be read',
    expected: 'a file that can still be opened',
    next: 'Check that it was not moved or deleted, then drop it again.',
  },
  'file-truncated': {
    title: 'The file is cut off',
    expected: 'as much audio as its header promises',
    next: 'Download or copy it again; the end is missing.',
  },
  'file-damaged': {
    title: 'The file is damaged',
    expected: 'a file that can be decoded from beginning to end',
    next: 'Download or copy it again, or export it again from the program that made it.',
  },
  'zip-unreadable': {
    title: 'The zip could not be opened',
    expected: 'a complete zip file, without a password',
    next: 'Download it again, or unpack it and drop the folder.',
  },
  'codec-unsupported': {
    title: 'This browser cannot decode the file',
    expected: 'a codec this browser plays',
    next: 'Convert it to WAV, FLAC or MP3, or try Chrome.',
  },
  'audio-too-short': {
    title: 'The clip is too short',
    expected: 'at least 1 second of audio',
    next: 'Use a longer excerpt.',
  },
  'audio-too-long': {
    title: 'The recording is too long',
    expected: 'at most 3 hours',
    next: 'Cut it into pieces.',
  },
  'audio-too-long-here': {
    title: 'The recording is too long for this browser',
    expected:
      'at most 20 minutes of stereo in a format that this browser decodes only whole, not bit by bit',
    next: 'Cut it into pieces, convert it to WAV, or use a browser with WebCodecs for audio, such as Chrome, Edge or Firefox 130 or newer.',
  },
  'audio-silent': {
    title: 'The clip is silent',
    expected: 'sound above −80 dB somewhere in the clip',
    next: 'Check the recording; there is nothing to learn from silence.',
  },
  'audio-not-finite': {
    title: 'The audio contains invalid numbers',
    expected: 'finite sample values',
    next: 'Export the file again from the program that made it.',
  },
  'sample-rate-too-low': {
    title: 'The sample rate is too low',
    expected: 'at least 16,000 Hz (music above 8 kHz would be missing otherwise)',
    next: 'Use a better copy of the recording.',
  },
  'label-missing': {
    title: 'No genre',
    expected: 'a folder named after the genre, or a name like blues.00001.wav',
    next: 'Put the file into a folder named after its genre and drop that folder.',
  },
  'features-not-finite': {
    title: 'The features came out as invalid numbers',
    expected: 'finite feature values',
    next: 'Please report this file: the audio looked valid.',
  },
  'genre-left-out': {
    title: 'Left out, because its genre has too few clips',
    expected: 'at least 2 clips in every genre',
    next: 'Import it again together with more clips of its genre.',
  },
  'analysis-timeout': {
    title: 'The analysis did not come to an end',
    expected: 'a result within minutes',
    next: 'Convert the file to WAV or FLAC and drop that, or leave it out.',
  },
  // kept, with a note
  'note-resampled-high': {
    title: 'Very high sample rate',
    expected: '16,000 to 96,000 Hz',
    next: 'Nothing to do: it was resampled and is used.',
  },
  'note-downmixed': {
    title: 'More than two channels',
    expected: 'mono or stereo',
    next: 'Nothing to do: the channels were averaged and the clip is used.',
  },
  'note-end-missing': {
    title: 'A little is missing at the end',
    expected: 'as much audio as the header promises',
    next: 'Nothing to do: what is there is used.',
  },
  'note-duplicate': {
    title: 'The same audio twice',
    expected: 'each file once',
    next: 'Nothing to do: it counts as one clip, under its first name.',
  },
  'note-label-conflict': {
    title: 'The same audio under two genres',
    expected: 'one genre a clip',
    next: 'The first genre was kept; remove the wrong copy if that is the wrong one.',
  },
  'note-split-words': {
    title: 'Rows in none of the split’s parts',
    expected: 'train, validation or test in every row',
    next: 'They are left out where this split is used, and used by any other. To use them here, correct the words and drop the table again.',
  },
  'note-pieces-of-tracks': {
    title: 'Several rows are pieces of one track',
    expected: 'a row a track, or pieces that are told by their names',
    next: 'Nothing to do: whatever split is made, the pieces of a track stay on one side.',
  },
  'note-rows-left-out': {
    title: 'Rows of the table that are not used',
    expected: 'a genre in every row',
    next: 'Nothing to do: the other rows are used.',
  },
} as const;
