// Filters: a state-variable filter whose cutoff may move, and shelves for a mix.

import { SAMPLE_RATE, gainOf } from './units';

type FilterKind = 'lowpass' | 'bandpass' | 'highpass';

interface FilterOptions {
  readonly kind: FilterKind;
  /** Cutoff in Hz, fixed or for a sample index. */
  readonly cutoffHz: number | ((index: number) => number);
  readonly q?: number;
}

/** How often a moving cutoff is looked up. */
const CONTROL_SAMPLES = 32;

/** Filters in place (topology-preserving state-variable filter) and returns the same buffer. */
export function filter(
  buffer: Float32Array,
  { kind, cutoffHz, q = 0.707 }: FilterOptions,
): Float32Array {
  let low = 0;
  let band = 0;
  let g = 0;
  const damping = 1 / q;
  for (let i = 0; i < buffer.length; i++) {
    if (i % CONTROL_SAMPLES === 0) {
      const hz = typeof cutoffHz === 'number' ? cutoffHz : cutoffHz(i);
      g = Math.tan((Math.PI * Math.min(0.45 * SAMPLE_RATE, Math.max(15, hz))) / SAMPLE_RATE);
    }
    const high = (buffer[i]! - (damping + g) * band - low) / (1 + g * (g + damping));
    const newBand = band + g * high;
    const newLow = low + g * newBand;
    band = newBand + g * high;
    low = newLow + g * newBand;
    buffer[i] = kind === 'lowpass' ? newLow : kind === 'bandpass' ? damping * newBand : high;
  }
  return buffer;
}

/** Tilts the spectrum around a pivot, in place: `tiltDb` more above it, as much less below. */
export function tilt(buffer: Float32Array, tiltDb: number, pivotHz = 900): Float32Array {
  const coefficient = 1 - Math.exp((-2 * Math.PI * pivotHz) / SAMPLE_RATE);
  const lowGain = gainOf(-tiltDb);
  const highGain = gainOf(tiltDb);
  let low = 0;
  for (let i = 0; i < buffer.length; i++) {
    low += coefficient * (buffer[i]! - low);
    buffer[i] = lowGain * low + highGain * (buffer[i]! - low);
  }
  return buffer;
}
