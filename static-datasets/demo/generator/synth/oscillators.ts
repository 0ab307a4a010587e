// Sound sources: band-limited saw and pulse (polyBLEP), noise.

import type { Random } from '../../../../src/core/random';

/** Correction that rounds a step at phase 0; phase and increment in cycles. */
function polyBlep(phase: number, increment: number): number {
  if (phase < increment) {
    const t = phase / increment;
    return t + t - t * t - 1;
  }
  if (phase > 1 - increment) {
    const t = (phase - 1) / increment;
    return t * t + t + t + 1;
  }
  return 0;
}

/** @param phase in [0, 1) */
export function saw(phase: number, increment: number): number {
  return 2 * phase - 1 - polyBlep(phase, increment);
}

/** @param width share of the cycle spent high, in (0, 1) */
export function pulse(phase: number, increment: number, width: number): number {
  const shifted = (phase + 1 - width) % 1;
  return (phase < width ? 1 : -1) + polyBlep(phase, increment) - polyBlep(shifted, increment);
}

/** White noise in [−1, 1). */
export function noise(length: number, random: Random): Float32Array {
  const out = new Float32Array(length);
  for (let i = 0; i < length; i++) out[i] = 2 * random.next() - 1;
  return out;
}
