// The rhythm of onsets: how regularly they return (autocorrelation over lags of 0.1 to 2 s), and how fast the onset
// strength of bass, middle and treble fluctuates (power per band of 0.5 to 16 Hz).

import type { Matrix } from '../../core/matrix';

const FRAMES_PER_SECOND = 22050 / 256;
/** Frames. */
const SHORTEST_LAG = 8;
const LONGEST_LAG = 172;
const LAG_BANDS = 24;
/** Pitches from A0: below C3, below C5, above. */
const REGISTERS = [0, 27, 51, 88] as const;
const LOWEST_HZ = 0.5;
const HIGHEST_HZ = 16;
const SPEED_BANDS = 12;
/** Frames of the discrete Fourier transform: frequencies 0.084 Hz apart. */
const N_FFT = 1024;
const SILENCE = 1e-4;

export const RHYTHM_SIZE = LAG_BANDS + (REGISTERS.length - 1) * SPEED_BANDS;

/** `onset`: probabilities, shape [frames, 88]. */
export function onsetRhythm(onset: Matrix): number[] {
  const speeds = REGISTERS.slice(1).flatMap((end, index) =>
    fluctuation(strength(onset, REGISTERS[index]!, end)),
  );
  return [...regularity(strength(onset, 0, onset.columns)), ...speeds];
}

/** Sum over the pitches [start, end) a frame, less its mean over the window. */
function strength({ data, rows, columns }: Matrix, start: number, end: number): Float64Array {
  const sums = new Float64Array(rows);
  for (let frame = 0; frame < rows; frame++) {
    for (let pitch = start; pitch < end; pitch++) sums[frame]! += data[frame * columns + pitch]!;
  }
  const mean = sums.reduce((sum, value) => sum + value, 0) / Math.max(1, rows);
  return sums.map((value) => value - mean);
}

/** Highest autocorrelation in each band of lags, −1…1; 0 where the window is shorter. */
function regularity(values: Float64Array): number[] {
  const energy = values.reduce((sum, value) => sum + value * value, 0) + 1e-6;
  const edges = geometric(SHORTEST_LAG, LONGEST_LAG, LAG_BANDS).map(Math.round);
  return bands(edges).map(([start, end]) => {
    let highest = -1;
    const last = Math.min(Math.max(end, start + 1), values.length);
    for (let lag = start; lag < last; lag++) {
      let sum = 0;
      for (let i = lag; i < values.length; i++) sum += values[i]! * values[i - lag]!;
      highest = Math.max(highest, sum / energy);
    }
    return start < values.length ? highest : 0;
  });
}

/** Natural logarithm of the mean power in each band of frequencies. */
function fluctuation(values: Float64Array): number[] {
  const edges = geometric(LOWEST_HZ, HIGHEST_HZ, SPEED_BANDS);
  return bands(edges.map((hz) => Math.round((hz * N_FFT) / FRAMES_PER_SECOND))).map(
    ([start, end]) => {
      let power = 0;
      for (let bin = start; bin < end; bin++) power += powerAt(values, bin);
      return Math.log(power / (end - start) + SILENCE);
    },
  );
}

function powerAt(values: Float64Array, bin: number): number {
  let [re, im] = [0, 0];
  const step = (2 * Math.PI * bin) / N_FFT;
  for (let i = 0; i < values.length; i++) {
    re += values[i]! * Math.cos(step * i);
    im += values[i]! * Math.sin(step * i);
  }
  return re * re + im * im;
}

function geometric(first: number, last: number, steps: number): number[] {
  return Array.from({ length: steps + 1 }, (_, i) => first * (last / first) ** (i / steps));
}

function bands(edges: readonly number[]): [number, number][] {
  return edges.slice(1).map((end, index) => [edges[index]!, end]);
}
