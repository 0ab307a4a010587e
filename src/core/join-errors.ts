// Several failures of one kind as one: a message replaces another of its code.

import { EarmarkError } from './errors';

/** One a code, in the order of the first; what was found in each is said, each thing once. */
export function joinErrors(errors: readonly EarmarkError[]): EarmarkError[] {
  const firsts = errors.filter(({ code }, i) => errors.findIndex((e) => e.code === code) === i);
  return firsts.map((first) => {
    const same = errors.filter(({ code }) => code === first.code);
    if (same.length === 1) return first;
    const found = new Set(same.map(({ got }) => got));
    return new EarmarkError(first.code, [...found].join('; '), { cause: first });
  });
}
