// A plucked string (Karplus & Strong 1983, with Jaffe & Smith's tuning allpass).

import type { Random } from '../../../../src/core/random';
import { samplesOf, SAMPLE_RATE } from './units';

interface Pluck {
  readonly hz: number;
  readonly seconds: number;
  /** Time until the string has lost 60 dB. */
  readonly ringSeconds: number;
  /** 0 a thumb's flesh, 1 a plectrum near the bridge. */
  readonly bright: number;
  /** Where the string is plucked, as a share of its length. */
  readonly position?: number;
}

/** Samples in about [−1, 1]. */
export function pluck(
  { hz, seconds, ringSeconds, bright, position = 0.17 }: Pluck,
  random: Random,
): Float32Array {
  const damping = 0.5 - 0.42 * bright;
  const period = SAMPLE_RATE / hz - damping;
  const size = Math.max(2, Math.floor(period - 0.3));
  const fraction = period - size;
  const allpass = (1 - fraction) / (1 + fraction);
  const loss = Math.pow(0.001, 1 / (hz * ringSeconds));
  const line = excite(size, { bright, position }, random);
  const out = new Float32Array(samplesOf(seconds));
  let previous = 0;
  let allpassIn = 0;
  let allpassOut = 0;
  for (let i = 0, at = 0; i < out.length; i++) {
    const value = line[at]!;
    out[i] = value;
    const smooth = loss * ((1 - damping) * value + damping * previous);
    previous = value;
    allpassOut = allpass * (smooth - allpassOut) + allpassIn;
    allpassIn = smooth;
    line[at] = allpassOut;
    at = at + 1 === size ? 0 : at + 1;
  }
  return out;
}

/** A noise burst, dulled by a soft finger and combed by the plucking point, with zero mean. */
function excite(
  size: number,
  { bright, position }: { bright: number; position: number },
  random: Random,
): Float32Array {
  const burst = new Float32Array(size);
  const follow = 0.12 + 0.85 * bright;
  let soft = 0;
  for (let i = 0; i < size; i++) {
    soft += follow * (2 * random.next() - 1 - soft);
    burst[i] = soft;
  }
  const offset = Math.max(1, Math.floor(size * position));
  const combed = burst.map((value, i) => value - 0.7 * burst[(i + size - offset) % size]!);
  const mean = combed.reduce((sum, value) => sum + value, 0) / size;
  const peak = combed.reduce((top, value) => Math.max(top, Math.abs(value - mean)), 1e-6);
  return combed.map((value) => (value - mean) / peak);
}
