// Designs the resampler's filter: a windowed sinc with a Kaiser window, and the ratio it works at.

/** Passes up to 0.9 of the lower Nyquist frequency, stops from 1.0 of it on. */
const PASS_EDGE = 0.9;
const STOP_EDGE = 1;
/** Aliases lie at least this far down; the passband ripple is the same size (0.0008 dB). */
const STOPBAND_DB = 81;
/** Bounds the filter bank to 16 MiB of doubles, whatever two rates a file asks for. */
const MAX_BANK_TAPS = 2 ** 21;

export interface Ratio {
  /** Output samples a period. */
  readonly up: number;
  /** Input samples a period. */
  readonly down: number;
}

/**
 * Linear-phase low-pass at `up` times the input rate, length 2 · half + 1, DC gain 1, symmetric about index `half`.
 * Length and shape by Kaiser's formulas, as in scipy.signal.kaiserord and firwin.
 */
export function designLowpass({ up, down }: Ratio): Float64Array {
  const half = lowpassHalfLength({ up, down });
  const cutoff = (PASS_EDGE + STOP_EDGE) / 2 / Math.max(up, down);
  const beta = 0.1102 * (STOPBAND_DB - 8.7);
  const taps = new Float64Array(2 * half + 1);
  let sum = 0;
  for (let i = -half; i <= half; i++) {
    const window = besselI0(beta * Math.sqrt(1 - (i / half) ** 2));
    const tap = sinc(cutoff * i) * window;
    taps[i + half] = tap;
    sum += tap;
  }
  for (let i = 0; i < taps.length; i++) taps[i]! /= sum;
  return taps;
}

function lowpassHalfLength({ up, down }: Ratio): number {
  const width = (STOP_EDGE - PASS_EDGE) / Math.max(up, down);
  const numTaps = Math.ceil((STOPBAND_DB - 7.95) / 2.285 / (Math.PI * width) + 1);
  return Math.ceil((numTaps - 1) / 2);
}

/**
 * toRate / fromRate in lowest terms. Where that would take too large a filter bank (rates with hardly a common
 * divisor), the nearest smaller fraction: tens of parts in a million off at most for audio rates, far below hearing.
 */
export function rationalRatio(fromRate: number, toRate: number): Ratio {
  const divisor = greatestCommonDivisor(fromRate, toRate);
  const exact = { up: toRate / divisor, down: fromRate / divisor };
  const tapsPerPhase = (2 * lowpassHalfLength(exact)) / exact.up;
  const maxUp = Math.max(1, Math.floor(MAX_BANK_TAPS / tapsPerPhase));
  return exact.up <= maxUp ? exact : nearestFraction(exact, maxUp);
}

/** Best approximation with `up` ≤ maxUp: the last convergent of the continued fraction, or the semiconvergent on it. */
function nearestFraction({ up, down }: Ratio, maxUp: number): Ratio {
  let before: Ratio = { up: 1, down: 0 };
  let last: Ratio = { up: 0, down: 1 };
  // The expansion of down / up, so that `up` grows from convergent to convergent.
  let numerator = down;
  let denominator = up;
  while (denominator > 0) {
    const quotient = Math.floor(numerator / denominator);
    const room = last.up === 0 ? quotient : Math.floor((maxUp - before.up) / last.up);
    const steps = Math.min(quotient, room);
    const next = { up: before.up + steps * last.up, down: before.down + steps * last.down };
    if (steps < quotient) {
      const target = up / down;
      const error = (ratio: Ratio) => Math.abs(ratio.up / ratio.down - target);
      return next.down > 0 && error(next) < error(last) ? next : last;
    }
    [before, last] = [last, next];
    [numerator, denominator] = [denominator, numerator - quotient * denominator];
  }
  return last;
}

function greatestCommonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}

/** sin(πx) / (πx). */
function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
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
