// What a network that came without a manifest probably wants, told by the names and sizes of its inputs and outputs.
// A guess, to be shown and corrected; null where nothing is known that has such an input.

import type { TensorFacts } from '../core/tensor-data';
import type { BackboneContract } from './contract';
import type { FrontEndId } from './front-ends/registry';

interface Known {
  readonly frontEnd: FrontEndId;
  /** Of the input, without the first, which counts windows or patches; null for any. */
  readonly dims: readonly (number | null)[];
  readonly windowSeconds: number;
}

/** The most telling first. */
const KNOWN: readonly Known[] = [
  { frontEnd: 'openjmla', dims: [3, 80, 2992], windowSeconds: 30 },
  { frontEnd: 'clap', dims: [1, 1001, 64], windowSeconds: 10 },
  { frontEnd: 'ast', dims: [1024, 128], windowSeconds: 10 },
  { frontEnd: 'yamnet', dims: [96, 64], windowSeconds: 10 },
  { frontEnd: 'musicnn', dims: [187, 96], windowSeconds: 9 },
  { frontEnd: 'maest-30s', dims: [1876, 96], windowSeconds: 30 },
  { frontEnd: 'efficientat', dims: [1, 128, null], windowSeconds: 10 },
  { frontEnd: 'basic-pitch', dims: [43844, 1], windowSeconds: 10 },
  { frontEnd: 'waveform-16000', dims: [null], windowSeconds: 10 },
];

/** Words in the names of outputs that describe a clip, the best first; and of those that only name classes. */
const EMBEDDING_NAMES = /embed|pool|penultimate|feature|hidden|repr/i;
const CLASS_NAMES = /logit|score|prob|tag|class|label/i;
const MOST_NUMBERS = 8192;

/** `inputs` and `outputs` as the network says them. */
export function guessContract(
  inputs: readonly TensorFacts[],
  outputs: readonly TensorFacts[],
): BackboneContract | null {
  const [input, ...others] = inputs;
  if (!input || others.length > 0 || input.type !== 'float32') return null;
  const fits = KNOWN.filter(({ dims }) => fitsInput(input.dims.slice(1), dims));
  const known = mostTelling(fits, input);
  const output = known && bestOutput(outputs);
  if (!output) return null;
  const { frontEnd, windowSeconds } = known;
  return {
    ...{ frontEnd, windowSeconds, input: input.name, outputs: [output.name] },
    readout: 'average',
    embeddingSize: output.dims.at(-1)!,
  };
}

function fitsInput(dims: TensorFacts['dims'], known: Known['dims']): boolean {
  if (dims.length !== known.length) return false;
  return known.every((size, axis) => size === null || dims[axis] === null || dims[axis] === size);
}

/** One whose sizes are said by the network; where it leaves them open, the one with most sizes in common. */
function mostTelling(fits: readonly Known[], { dims }: TensorFacts): Known | null {
  const said = (known: Known): number =>
    known.dims.filter((size, axis) => size !== null && dims[axis + 1] === size).length;
  const most = Math.max(...fits.map(said));
  if (most === 0 && dims.length > 2) return null;
  return fits.find((known) => said(known) === most) ?? null;
}

function bestOutput(outputs: readonly TensorFacts[]): TensorFacts | null {
  const usable = outputs.filter(({ type, dims }) => {
    const size = dims.at(-1);
    return (
      type === 'float32' && dims.length >= 2 && typeof size === 'number' && size <= MOST_NUMBERS
    );
  });
  const rank = ({ name }: TensorFacts): number =>
    EMBEDDING_NAMES.test(name) ? 0 : CLASS_NAMES.test(name) ? 2 : 1;
  return usable.toSorted((a, b) => rank(a) - rank(b))[0] ?? null;
}
