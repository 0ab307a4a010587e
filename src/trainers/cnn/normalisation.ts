// Brings every mel band to zero mean and unit variance, measured on the training clips alone.

import { EarmarkError } from '../../core/errors';
import { row } from '../../core/matrix';
import type { SpectrogramInput } from '../trainer';

/** Per mel band, each shape [numMels]; dB. */
export interface BandNormalisation {
  readonly mean: Float32Array;
  /** Never below 1 dB, so that a band that is always silent stays quiet. */
  readonly deviation: Float32Array;
}

const SMALLEST_DEVIATION_DB = 1;

/** Reads every clip once. Throws `training-diverged` where a value is not finite. */
export async function measureBands(
  x: SpectrogramInput,
  signal: AbortSignal | undefined,
): Promise<BandNormalisation> {
  const sums = new Float64Array(x.numMels);
  const squares = new Float64Array(x.numMels);
  let frames = 0;
  for (let clip = 0; clip < x.length; clip++) {
    signal?.throwIfAborted();
    const matrix = await x.get(clip);
    for (let frame = 0; frame < matrix.rows; frame++) {
      const values = row(matrix, frame);
      for (let band = 0; band < x.numMels; band++) {
        const value = values[band]!;
        sums[band]! += value;
        squares[band]! += value * value;
      }
    }
    frames += matrix.rows;
    if (!squares.every(Number.isFinite)) {
      throw new EarmarkError('training-diverged', `invalid numbers in training clip ${clip + 1}`);
    }
  }
  if (frames === 0) throw new EarmarkError('features-missing', 'spectrograms without frames');
  const mean = Float32Array.from(sums, (sum) => sum / frames);
  const deviation = Float32Array.from(squares, (sum, band) => {
    const average = sums[band]! / frames;
    return Math.max(SMALLEST_DEVIATION_DB, Math.sqrt(Math.max(0, sum / frames - average ** 2)));
  });
  return { mean, deviation };
}
