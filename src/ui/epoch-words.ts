// What the epochs of a run are called, how many there are at most, and what is said of the one that is kept.

import type { ParamValues } from '../core/run-types';
import { findApproach, type EpochWords } from '../trainers/registry';
import { measured } from './format';

export interface Epochs {
  readonly total: number;
  /** "Round". */
  readonly name: string;
  /** "rounds". */
  readonly many: string;
  /** What curves run along: "Round (number)". */
  readonly axis: string;
  readonly kept: {
    /** "Kept round". */
    readonly label: string;
    /** "12". */
    value(epoch: number): string;
  };
  /** What one must know to read the curves; empty if nothing. */
  readonly note: string;
}

const UNKNOWN: EpochWords = { name: 'Epoch', param: 'epochs' };

export function epochsOf(approachId: string, params: ParamValues): Epochs {
  const { name, many, param, axis, kept, note }: EpochWords =
    findApproach(approachId)?.epoch ?? UNKNOWN;
  const one = name.toLowerCase();
  return {
    total: Number(params[param] ?? 0),
    name,
    many: many ?? `${one}s`,
    axis: axis ?? `${name} (number)`,
    kept: {
      label: kept?.label ?? `Kept ${one}`,
      value: (epoch) => measured(kept?.value?.(epoch, params) ?? epoch),
    },
    note: note ?? '',
  };
}
