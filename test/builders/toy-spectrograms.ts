// Clips for a network to learn quickly: noise, louder in the bands that belong to the clip's class.

import { createMatrix, type Matrix } from '../../src/core/matrix';
import { createRandom } from '../../src/core/random';
import type { LabelledInput, SpectrogramInput } from '../../src/trainers/trainer';

export interface ToySpectrograms {
  readonly clips: number;
  /** In turn over the clips; each has an equal share of the bands, the first the lowest. */
  readonly classes: readonly string[];
  /** A multiple of the number of classes. */
  readonly numMels: number;
  readonly numFrames: (clip: number) => number;
  /** How much louder a class's own bands are, dB. */
  readonly contrastDb: number;
  /** Deviation of the noise around −60 dB. */
  readonly spreadDb: number;
  readonly seed: number;
}

export function toySpectrograms(options: ToySpectrograms): LabelledInput<SpectrogramInput> {
  const { clips, classes, numMels, numFrames, contrastDb, spreadDb } = options;
  const random = createRandom(options.seed);
  const indices = Int32Array.from({ length: clips }, (_, clip) => clip % classes.length);
  const bandsEach = numMels / classes.length;
  const matrices = Array.from(indices, (label, clip): Matrix => {
    const matrix = createMatrix(numFrames(clip), numMels);
    for (let i = 0; i < matrix.data.length; i++) {
      const isOwnBand = Math.floor((i % numMels) / bandsEach) === label;
      matrix.data[i] = -60 + (isOwnBand ? contrastDb : 0) + spreadDb * random.normal();
    }
    return matrix;
  });
  const get = async (index: number) => matrices[index]!;
  return {
    x: { kind: 'spectrograms', length: clips, numMels, frameSeconds: 0.1, get },
    y: { indices, classes },
  };
}
