// Halves the sample rate between the octaves of the constant-Q transform, which reads only the lower half of the band
// that is left. Not for listening: `audio/resample.ts` keeps the whole band.

import { filterPolyphase, type PolyphaseBank } from '../audio/kernels/resample-kernel';
import type { LibrosaRelease } from './cqt-basis';

/**
 * A half-band low-pass (Kaiser window): every even tap but the middle one, which is ½, is 0; these are the odd ones of
 * one side. Flat within 0.0004 dB up to half of the new Nyquist frequency, and what folds into that half is 88 dB down:
 * there it cannot be told from librosa 0.11's soxr, which keeps more.
 */
const HALF_BAND_ODD_TAPS = [
  0.310455661, -0.0844992519, 0.0333079868, -0.012134071, 0.00345927006, -0.00061286231,
  2.32671437e-5,
];

/** resampy's `kaiser_fast`, which librosa 0.5 called: a sinc of 16 zero crossings a side under a Kaiser window. */
const FAST = { zeroCrossings: 16, band: 0.85, beta: 8.555504641634386 };

class Decimator {
  /** The middle tap and those of one side. */
  readonly #taps: readonly number[];
  readonly #bank: PolyphaseBank;

  constructor(taps: readonly number[]) {
    const reach = taps.length - 1;
    const both = new Float32Array(4 * Math.ceil((2 * reach + 1) / 4));
    for (let k = -reach; k <= reach; k++) both[reach + k] = taps[Math.abs(k)]!;
    this.#taps = taps;
    this.#bank = { up: 1, down: 2, numTaps: both.length, taps: both, reach };
  }

  halve(samples: Float32Array): Float32Array {
    const output = new Float32Array(Math.ceil(samples.length / 2));
    filterPolyphase(samples, this.#bank, output);
    return output;
  }

  /**
   * Ends as resampy 0.2 ended: the right side of its filter stopped short of the last sample by as much as the left side
   * reaches back, and of an odd number of samples the last gave no output, for which librosa put a zero.
   */
  endEarly(samples: Float32Array, halved: Float32Array): void {
    const reach = this.#taps.length - 1;
    const count = samples.length;
    for (let m = Math.max(0, (count >> 1) - reach - 1); m < halved.length; m++) {
      const used = Math.max(0, count - 2 * m - Math.min(2 * m + 1, reach + 1));
      for (let k = used + 1; k <= reach && 2 * m + k < count; k++) {
        halved[m]! -= this.#taps[k]! * samples[2 * m + k]!;
      }
    }
    if (count % 2 === 1) halved[halved.length - 1] = 0;
  }
}

function halfBandTaps(): number[] {
  return [0.5, ...HALF_BAND_ODD_TAPS.flatMap((tap, i) => (i === 0 ? [tap] : [0, tap]))];
}

function fastTaps(): number[] {
  const { zeroCrossings, band, beta } = FAST;
  const reach = 2 * zeroCrossings - 1;
  return Array.from({ length: reach + 1 }, (_, k) => {
    const x = (Math.PI * band * k) / 2;
    const sinc = k === 0 ? 1 : Math.sin(x) / x;
    const window = besselI0(beta * Math.sqrt(1 - (k / (reach + 1)) ** 2)) / besselI0(beta);
    return (band / 2) * sinc * window;
  });
}

const decimators: Partial<Record<LibrosaRelease, Decimator>> = {};

/** The samples at half the rate, shape [ceil(n / 2)], without delay; the signal counts as 0 outside its ends. */
export function decimateByTwo(samples: Float32Array, librosa: LibrosaRelease): Float32Array {
  if (librosa === '0.11')
    return (decimators['0.11'] ??= new Decimator(halfBandTaps())).halve(samples);
  const decimator = (decimators['0.5'] ??= new Decimator(fastTaps()));
  const halved = decimator.halve(samples);
  decimator.endEarly(samples, halved);
  return halved;
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
