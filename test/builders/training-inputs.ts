// Tiny training inputs with classes that can be learned, for any kind of trainer.

import { createMatrix, type Matrix } from '../../src/core/matrix';
import { createRandom, type Random } from '../../src/core/random';
import type {
  LabelledInput,
  SpectrogramInput,
  TableInput,
  TrainingInput,
} from '../../src/trainers/trainer';

export const CLASSES = ['low', 'middle', 'high'] as const;

const NUM_COLUMNS = 9;
const NUM_MELS = 12;
const NUM_FRAMES = 20;

/** Standard deviation of the noise, in the distance between two classes. */
const NOISE = 0.4;

/** `clips` clips, classes in turn; the same seed gives the same clips. */
export function makeLabelledInput(
  inputKind: TrainingInput['kind'],
  { clips, seed }: { clips: number; seed: number },
): LabelledInput {
  if (inputKind === 'members') throw new RangeError('members have inputs of their own');
  const random = createRandom(seed).fork(inputKind);
  const indices = Int32Array.from({ length: clips }, (_, i) => i % CLASSES.length);
  const x = inputKind === 'table' ? makeTable(indices, random) : makeSpectrograms(indices, random);
  return { x, y: { indices, classes: CLASSES } };
}

/** A third of the columns answers to each class. */
function makeTable(indices: Int32Array, random: Random): TableInput {
  const matrix = createMatrix(indices.length, NUM_COLUMNS);
  for (let i = 0; i < matrix.data.length; i++) {
    const classIndex = indices[Math.floor(i / NUM_COLUMNS)]!;
    matrix.data[i] = (i % CLASSES.length === classIndex ? 1 : 0) + NOISE * random.normal();
  }
  const columnNames = Array.from({ length: NUM_COLUMNS }, (_, column) => `column ${column}`);
  return { kind: 'table', matrix, columnNames };
}

/** Each class is loud in its third of the mel bands. */
function makeSpectrograms(indices: Int32Array, random: Random): SpectrogramInput {
  const spectrograms = Array.from(indices, (classIndex): Matrix => {
    const matrix = createMatrix(NUM_FRAMES, NUM_MELS);
    for (let i = 0; i < matrix.data.length; i++) {
      const third = Math.floor(((i % NUM_MELS) / NUM_MELS) * CLASSES.length);
      matrix.data[i] = -60 + 30 * ((third === classIndex ? 1 : 0) + NOISE * random.normal());
    }
    return matrix;
  });
  return {
    kind: 'spectrograms',
    length: spectrograms.length,
    numMels: NUM_MELS,
    frameSeconds: 0.02,
    get: (index) => Promise.resolve(spectrograms[index]!),
  };
}
