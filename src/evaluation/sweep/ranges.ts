// What a search for settings may vary, and between which bounds.

import { EarmarkError } from '../../core/errors';
import type { NumberRange, ParamSpec } from '../../core/run-types';

export type ParamRange =
  | ({ readonly kind: 'number' } & NumberRange)
  /** `options`: values of the setting's options, each as likely. */
  | { readonly kind: 'choice'; readonly options: readonly string[] };

/** By the setting's name; settings without a range stay as they are. */
export type SweepRanges = Readonly<Record<string, ParamRange>>;

/** The settings that declare a range. */
export function sweepableParams(specs: readonly ParamSpec[]): readonly ParamSpec[] {
  return specs.filter(({ sweep }) => sweep !== undefined);
}

/** The ranges as they are declared. */
export function declaredRanges(specs: readonly ParamSpec[]): SweepRanges {
  return Object.fromEntries(
    specs.flatMap((spec) => {
      const range = declaredRange(spec);
      return range ? [[spec.name, range]] : [];
    }),
  );
}

export function declaredRange(spec: ParamSpec): ParamRange | null {
  if (!spec.sweep) return null;
  return spec.kind === 'number'
    ? { kind: 'number', ...spec.sweep }
    : { kind: 'choice', options: spec.sweep };
}

/** What is wrong with a range, in words; '' for nothing. */
export function rangeProblem(spec: ParamSpec, range: ParamRange): string {
  if (spec.kind === 'choice' || range.kind === 'choice') {
    if (spec.kind !== 'choice' || range.kind !== 'choice') return 'a range of another kind';
    const known = range.options.filter((value) =>
      spec.options.some((each) => each.value === value),
    );
    return known.length === range.options.length && known.length > 0 ? '' : 'no option to try';
  }
  const { min, max, scale } = range;
  const isGiven = Number.isFinite(min) && Number.isFinite(max);
  if (!isGiven || min < spec.min || max > spec.max) return `allowed are ${spec.min} to ${spec.max}`;
  if (min >= max) return 'the least must be below the most';
  if (spec.integer && !(Number.isInteger(min) && Number.isInteger(max)))
    return 'whole numbers only';
  return scale === 'log' && min <= 0 ? 'the least must be above 0' : '';
}

/** @throws EarmarkError `param-invalid` for a range that cannot be drawn from, or where there is none */
export function checkRanges(specs: readonly ParamSpec[], ranges: SweepRanges): void {
  const names = Object.keys(ranges);
  if (names.length === 0) throw new EarmarkError('param-invalid', 'no setting to vary');
  for (const name of names) {
    const spec = specs.find((each) => each.name === name);
    if (!spec)
      throw new EarmarkError('param-invalid', `a range for “${name}”, which is no setting`);
    const problem = rangeProblem(spec, ranges[name]!);
    if (problem) throw new EarmarkError('param-invalid', `for “${spec.label}”: ${problem}`);
  }
}
