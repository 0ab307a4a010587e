// What became of clips that could not be measured: whose fault it was, and how it is told.

import type { Clip } from '$lib/core/dataset-types';
import { ERROR_CATALOGUE, EarmarkError, type ErrorCode, type ErrorRecord } from '$lib/core/errors';

export interface ClipFailure {
  readonly clip: Clip;
  /** The clip itself has its features, its variants have not. */
  readonly onlyVariants: boolean;
  readonly error: EarmarkError;
}

/** Reasons that lie in the clip: another try would end the same way. The worker was lost to it twice. */
const LIES_IN_CLIP: ReadonlySet<ErrorCode> = new Set([
  'worker-died',
  'analysis-timeout',
  'features-not-finite',
]);
const MAX_NAMES = 3;

export function isNotMeasurable({ onlyVariants, error }: ClipFailure): boolean {
  return !onlyVariants && LIES_IN_CLIP.has(error.code);
}

/** One error for all of them, of at least one, that names the first few. */
export function failureError(failures: readonly ClipFailure[]): EarmarkError {
  const [code, told] = worstOf(failures);
  const { error: cause } = told[0]!;
  return new EarmarkError(code, `${namesOf(told)} (${reasonOf(cause)})`, { cause });
}

/** Why, in one phrase that another sentence can carry: "the file is cut off". */
export function reasonOf({ code, got }: ErrorRecord): string {
  if (code === 'unexpected') return got;
  const { title } = ERROR_CATALOGUE[code];
  return title.charAt(0).toLowerCase() + title.slice(1);
}

/** "rock/a.wav and rock/b.wav", "rock/a.wav, rock/b.wav, rock/c.wav and 6 more". */
export function namesOf(failures: readonly Pick<ClipFailure, 'clip'>[]): string {
  const names = failures.map(({ clip }) => clip.name);
  const count = names.length;
  if (count === 1) return names[0]!;
  const last = count > MAX_NAMES ? `${count - MAX_NAMES} more` : names.pop()!;
  return `${names.slice(0, MAX_NAMES).join(', ')} and ${last}`;
}

function worstOf(failures: readonly ClipFailure[]): [ErrorCode, readonly ClipFailure[]] {
  const notMeasurable = failures.filter(isNotMeasurable);
  if (notMeasurable.length > 0) return ['clips-not-measurable', notMeasurable];
  const incomplete = failures.filter(({ onlyVariants }) => !onlyVariants);
  if (incomplete.length > 0) return ['features-missing', incomplete];
  return ['variants-missing', failures];
}
