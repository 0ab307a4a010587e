// Sums of sine partials, each with its own decay: pianos, bells, organs, mallets.

import { SAMPLE_RATE, TOP_HZ } from './units';

export interface Partial {
  readonly hz: number;
  readonly amplitude: number;
  /** Time until the partial has lost 60 dB; Infinity holds. */
  readonly decaySeconds: number;
}

/** @param length samples */
export function additive(partials: readonly Partial[], length: number): Float32Array {
  const out = new Float32Array(length);
  for (const { hz, amplitude, decaySeconds } of partials) {
    if (hz >= TOP_HZ) continue;
    addPartial(out, { hz, amplitude, decaySeconds });
  }
  return out;
}

/** A damped sine by recurrence: two multiplications a sample. */
function addPartial(out: Float32Array, { hz, amplitude, decaySeconds }: Partial): void {
  const omega = (2 * Math.PI * hz) / SAMPLE_RATE;
  const keep = decaySeconds === Infinity ? 1 : Math.pow(0.001, 1 / (decaySeconds * SAMPLE_RATE));
  const a = 2 * keep * Math.cos(omega);
  const b = keep * keep;
  let previous = 0;
  let current = amplitude * keep * Math.sin(omega);
  for (let i = 0; i < out.length; i++) {
    out[i]! += previous;
    const next = a * current - b * previous;
    previous = current;
    current = next;
  }
}
