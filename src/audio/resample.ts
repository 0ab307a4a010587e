// Changes the sample rate: rational polyphase resampling with a Kaiser-windowed sinc. No delay: output sample m lies at
// input time m · down / up. Aliases are 80 dB down; flat within 0.001 dB up to 0.9 of the lower Nyquist frequency.

import type { Waveform } from '../core/audio-types';
import { filterNeighbours, filterStrided } from './fir';
import { designLowpass, rationalRatio, type Ratio } from './lowpass';

/** Up to this many input samples a period, outputs of one phase are computed as neighbours (see `fir.ts`). */
const MAX_SPLIT_DOWN = 8;

/** The waveform at `sampleRate` Hz, ceil(n · up / down) samples; the signal counts as 0 outside its ends. */
export function resample(waveform: Waveform, sampleRate: number): Waveform {
  if (waveform.sampleRate === sampleRate) return waveform;
  const ratio = rationalRatio(Math.round(waveform.sampleRate), Math.round(sampleRate));
  const { samples } = waveform;
  const output = new Float32Array(Math.ceil((samples.length * ratio.up) / ratio.down));
  const bank = filterBank(ratio);
  if (ratio.down <= MAX_SPLIT_DOWN) resampleSplit(samples, bank, output);
  else resampleStrided(samples, bank, output);
  return { samples: output, sampleRate };
}

interface FilterBank extends Ratio {
  /** Shape [up, numTaps]: row r gives the outputs r, r + up, r + 2 up, … */
  readonly taps: Float64Array;
  readonly numTaps: number;
  /** Output r uses input samples from floor(r · down / up) − reach on. */
  readonly reach: number;
}

let lastBank: FilterBank | null = null;

/** The low-pass sorted by output phase; the last one is kept, because a folder of files mostly has one rate. */
function filterBank(ratio: Ratio): FilterBank {
  const { up, down } = ratio;
  if (lastBank?.up === up && lastBank.down === down) return lastBank;
  const lowpass = designLowpass(ratio);
  const half = (lowpass.length - 1) / 2;
  const reach = Math.ceil(half / up);
  const numTaps = 2 * reach + 1;
  const taps = new Float64Array(up * numTaps);
  for (let r = 0; r < up; r++) {
    const phase = (r * down) % up;
    for (let k = 0; k < numTaps; k++) {
      const index = half + phase - (k - reach) * up;
      taps[r * numTaps + k] = up * (lowpass[index] ?? 0);
    }
  }
  lastBank = { up, down, taps, numTaps, reach };
  return lastBank;
}

/** For large periods: 8 periods at a time, each row of taps loaded once for its 8 outputs. */
function resampleStrided(samples: Float32Array, bank: FilterBank, output: Float32Array): void {
  const { up, down, taps, numTaps, reach } = bank;
  const periods = 8;
  const block = new Float64Array((periods + 1) * down + numTaps);
  const sums = new Float64Array(periods);
  for (let first = 0; first < output.length; first += periods * up) {
    copyPadded(samples, (first / up) * down - reach, 1, block);
    for (let r = 0; r < up; r++) {
      const base = Math.floor((r * down) / up);
      sums.fill(0);
      filterStrided(block, base, down, taps, r * numTaps, numTaps, sums);
      // Writes past the end of a typed array are ignored: the last block is computed whole.
      for (let p = 0; p < periods; p++) output[first + r + p * up] = sums[p]!;
    }
  }
}

/** For short periods: the input is dealt out into `down` streams, on which outputs of one phase are neighbours. */
function resampleSplit(samples: Float32Array, bank: FilterBank, output: Float32Array): void {
  const { up, down, taps, numTaps, reach } = bank;
  const periods = 1024;
  const numSubTaps = 4 * Math.ceil(numTaps / down / 4);
  const subTaps = dealTaps(taps, up, down, numTaps, numSubTaps);
  const streams = Array.from({ length: down }, () => new Float64Array(periods + numSubTaps + 8));
  const sums = new Float64Array(periods);
  for (let first = 0; first < output.length; first += periods * up) {
    const start = (first / up) * down - reach;
    streams.forEach((stream, residue) => copyPadded(samples, start + residue, down, stream));
    for (let r = 0; r < up; r++) {
      const base = Math.floor((r * down) / up);
      sums.fill(0);
      for (let k = 0; k < down; k++) {
        const stream = streams[(base + k) % down]!;
        const streamStart = Math.floor((base + k) / down);
        const row = (r * down + k) * numSubTaps;
        filterNeighbours(stream, streamStart, subTaps, row, numSubTaps, sums, periods);
      }
      const count = Math.min(periods, Math.ceil((output.length - first - r) / up));
      for (let p = 0; p < count; p++) output[first + r + p * up] = sums[p]!;
    }
  }
}

/** Row (r, k) holds every `down`-th tap of row r from k on, filled up with zeros; shape [up, down, numSubTaps]. */
function dealTaps(
  taps: Float64Array,
  up: number,
  down: number,
  numTaps: number,
  numSubTaps: number,
): Float64Array {
  const dealt = new Float64Array(up * down * numSubTaps);
  for (let r = 0; r < up; r++) {
    for (let k = 0; k < numTaps; k++) {
      const row = r * down + (k % down);
      dealt[row * numSubTaps + Math.floor(k / down)] = taps[r * numTaps + k]!;
    }
  }
  return dealt;
}

/** target[i] = samples[start + i · step], and 0 outside the ends. */
function copyPadded(
  samples: Float32Array,
  start: number,
  step: number,
  target: Float64Array,
): void {
  const from = Math.max(0, Math.ceil(-start / step));
  const to = Math.min(target.length, Math.ceil((samples.length - start) / step));
  if (from > 0 || to < target.length) target.fill(0);
  for (let i = from, j = start + from * step; i < to; i++, j += step) target[i] = samples[j]!;
}
