// Reads a trainer's settings against their specification: defaults filled in, ranges checked.

import { EarmarkError } from '../core/errors';
import type { ParamSpec, ParamValue, ParamValues } from '../core/run-types';

/** The default of every setting. */
export function defaultsOf(specs: readonly ParamSpec[]): ParamValues {
  return Object.fromEntries(specs.map((spec) => [spec.name, spec.default]));
}

/** What a saved run used, setting by setting, be it from before there were some of them. */
export function savedValues(specs: readonly ParamSpec[], values: ParamValues): ParamValues {
  return Object.fromEntries(specs.map((spec) => [spec.name, savedValue(spec, values)]));
}

export function savedValue(spec: ParamSpec, values: ParamValues): ParamValue {
  return values[spec.name] ?? spec.valueInOldRuns ?? spec.default;
}

/** Each setting's value where it is allowed, else its default; names that are not in `specs` are dropped. */
export function allowedValues(specs: readonly ParamSpec[], values: ParamValues): ParamValues {
  return Object.fromEntries(
    specs.map((spec) => {
      const value = values[spec.name] ?? spec.default;
      return [spec.name, isAllowed(spec, value) ? value : spec.default];
    }),
  );
}

/**
 * One valid value for every setting in `specs`; names that are not in `specs` are dropped.
 * Throws `param-invalid` for a value of the wrong type or outside its range.
 */
export function resolveParams(specs: readonly ParamSpec[], values: ParamValues): ParamValues {
  return Object.fromEntries(
    specs.map((spec) => {
      const value = values[spec.name] ?? spec.default;
      if (!isAllowed(spec, value)) {
        throw new EarmarkError(
          'param-invalid',
          `${describeValue(spec, value)} for “${spec.label}” (${describeRange(spec)})`,
        );
      }
      return [spec.name, value];
    }),
  );
}

/** A setting's value in a word or two: what a choice is called, "nothing" for a number that was not entered. */
export function describeValue(spec: ParamSpec, value: ParamValue): string {
  if (spec.kind === 'number') return Number.isNaN(value) ? 'nothing' : String(value);
  const option = spec.options.find((each) => each.value === value);
  return option?.short ?? option?.label ?? String(value);
}

function isAllowed(spec: ParamSpec, value: ParamValue): boolean {
  if (spec.kind === 'choice') {
    if (spec.isOpen) return typeof value === 'string' && value !== '';
    return spec.options.some((option) => option.value === value);
  }
  if (typeof value !== 'number' || !Number.isFinite(value)) return false;
  if (spec.integer && !Number.isInteger(value)) return false;
  return value >= spec.min && value <= spec.max;
}

function describeRange(spec: ParamSpec): string {
  if (spec.kind === 'choice') return spec.options.map(({ label }) => label).join(', ');
  return `${spec.integer ? 'whole number, ' : ''}${spec.min} to ${spec.max}`;
}
