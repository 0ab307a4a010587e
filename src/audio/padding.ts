// What stands beyond the ends of a clip.

/** `none`: nothing is asked for beyond the ends; if it is, zeros. */
export type Padding = 'zero' | 'reflect' | 'none';

/** The sample at `index`, which may lie outside the clip. `reflect` mirrors at the end samples without repeating them. */
export function paddedSample(samples: Float32Array, index: number, padding: Padding): number {
  if (index >= 0 && index < samples.length) return samples[index]!;
  if (padding !== 'reflect' || samples.length < 2) return 0;
  const period = 2 * (samples.length - 1);
  const folded = ((index % period) + period) % period;
  return samples[Math.min(folded, period - folded)]!;
}

/** Fills `target` with the samples from `start` on. */
export function copyPadded(
  target: Float32Array,
  samples: Float32Array,
  start: number,
  padding: Padding,
): void {
  const first = Math.min(target.length, Math.max(0, -start));
  const end = Math.max(first, Math.min(target.length, samples.length - start));
  for (let n = 0; n < first; n++) target[n] = paddedSample(samples, start + n, padding);
  target.set(samples.subarray(start + first, start + end), first);
  for (let n = end; n < target.length; n++) target[n] = paddedSample(samples, start + n, padding);
}
