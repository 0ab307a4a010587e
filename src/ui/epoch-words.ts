// What the epochs of a run are called, how many there are at most, and what is said of the one that is kept.

import type { ParamValues } from '../core/run-types';
import { findApproach, type EpochWords } from '../trainers/registry';
import { counted, measured } from './format';

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
  /** A run that is stopped within one keeps what it has learned of it. */
  readonly isKeptWithin: boolean;
}

const UNKNOWN: EpochWords = { name: 'Epoch', param: 'epochs' };

export function epochsOf(approachId: string, params: ParamValues): Epochs {
  const approach = findApproach(approachId);
  const { name, many, param, axis, kept, note }: EpochWords = approach?.epoch ?? UNKNOWN;
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
    isKeptWithin: approach?.usesTensors === true,
  };
}

/** "Stopped in epoch 6 of 6, …": how far it came, and where Resume goes on. */
export function stoppedWords({ total, name, many, isKeptWithin }: Epochs, done: number): string {
  const unit = name.toLowerCase();
  if (isKeptWithin && done > 0 && done < total) {
    const finished = `${counted(done, unit, many)} ${done === 1 ? 'is' : 'are'} finished`;
    return `Stopped in ${unit} ${done + 1} of ${total}: ${finished}, and what it has learned in this one is kept. Resume goes on from that very step.`;
  }
  return done > 0
    ? `Stopped after ${counted(done, unit, many)}. Resume goes on exactly where it was.`
    : `Stopped before the first ${unit} was finished. Resume goes on with it.`;
}
