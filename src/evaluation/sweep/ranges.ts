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

/** What is wrong with a range: what is expected, what is there, what to do; '' for nothing. */
export function rangeProblem(spec: ParamSpec, range: ParamRange): string {
  if (spec.kind === 'choice' || range.kind === 'choice') {
    if (spec.kind !== 'choice' || range.kind !== 'choice') return 'a range of another kind';
    const known = range.options.filter((value) =>
      spec.options.some((each) => each.value === value),
    );
    return known.length === range.options.length && known.length > 0
      ? ''
      : 'Expected at least one option, got none: tick one, or untick the setting.';
  }
  const { min, max, scale } = range;
  const got = `got ${rangeText(range)}`;
  if (!Number.isFinite(min) || !Number.isFinite(max) || min < spec.min || max > spec.max)
    return `Expected two numbers from ${spec.min} to ${spec.max}, ${got}: enter both within these limits.`;
  if (min > max) return `Expected the lower number first, ${got}: swap the two.`;
  if (min === max)
    return `Expected two different numbers, ${got}: change one, or untick the setting to keep it at one value.`;
  if (spec.integer && !(Number.isInteger(min) && Number.isInteger(max)))
    return `Expected whole numbers, ${got}: round them.`;
  return scale === 'log' && min <= 0
    ? `Expected numbers above 0, ${got}: raise the first of them.`
    : '';
}

/** "8 to 32", "a to b": what is searched between or among. */
function rangeText(range: ParamRange): string {
  if (range.kind === 'choice') return range.options.join(', ') || 'no option';
  return [range.min, range.max]
    .map((end) => (Number.isNaN(end) ? 'nothing' : String(end)))
    .join(' to ');
}

/** @throws EarmarkError for a range that cannot be drawn from, or where there is none */
export function checkRanges(specs: readonly ParamSpec[], ranges: SweepRanges): void {
  const names = Object.keys(ranges);
  if (names.length === 0) throw new EarmarkError('sweep-nothing-varies', 'none');
  for (const name of names) {
    const spec = specs.find((each) => each.name === name);
    if (!spec)
      throw new EarmarkError('sweep-range-invalid', `a range for “${name}”, which is no setting`);
    const range = ranges[name]!;
    if (rangeProblem(spec, range) !== '')
      throw new EarmarkError('sweep-range-invalid', `${rangeText(range)} for “${spec.label}”`);
  }
}
