// The key of a clip in a musician's words, read from the columns that carry it.

import type { FeatureColumn } from '../features/extractor';

/** Along the circle of fifths from C, spelled as keys are. */
const MAJOR = ['C', 'G', 'D', 'A', 'E', 'B', 'F♯', 'D♭', 'A♭', 'E♭', 'B♭', 'F'];
const MINOR = ['C', 'G', 'D', 'A', 'E', 'B', 'F♯', 'C♯', 'G♯', 'E♭', 'B♭', 'F'];
/** How far from the circle a keynote may lie: stored as 32-bit numbers. */
const TOLERANCE = 1e-3;

export interface MusicalKey {
  /** "F♯ major". */
  readonly name: string;
  /** At most 1; null where the set does not say. */
  readonly strength: number | null;
}

/** Null where the set has no key, or this clip has none. @param valueOf value of a column, by index */
export function musicalKey(
  columns: readonly FeatureColumn[],
  valueOf: (column: number) => number,
): MusicalKey | null {
  const read = (name: string): number => {
    const index = columns.findIndex((column) => column.name === name);
    return index < 0 ? NaN : valueOf(index);
  };
  const cos = read('key_fifths_cos');
  const sin = read('key_fifths_sin');
  const isMinor = read('key_is_minor');
  const strength = read('key_strength');
  if (!(Math.abs(Math.hypot(cos, sin) - 1) < TOLERANCE) || Number.isNaN(isMinor)) return null;
  if (strength <= 0) return null;
  const fifths = (Math.round((6 * Math.atan2(sin, cos)) / Math.PI) + 12) % 12;
  const keynote = (isMinor > 0.5 ? MINOR : MAJOR)[fifths]!;
  return {
    name: `${keynote} ${isMinor > 0.5 ? 'minor' : 'major'}`,
    strength: Number.isFinite(strength) ? strength : null,
  };
}
