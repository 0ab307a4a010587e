import { describe, expect, it } from 'vitest';
import type { ParamSpec } from '../core/run-types';
import { chosenExtractors } from './feature-sets';
import { defaultsOf, describeValue, resolveParams, savedValues } from './params';
import { APPROACHES } from './registry';

const help = '';
const specs: readonly ParamSpec[] = [
  {
    help,
    label: 'Depth',
    kind: 'number',
    name: 'depth',
    default: 4,
    min: 1,
    max: 12,
    step: 1,
    integer: true,
  },
  { help, label: 'Rate', kind: 'number', name: 'eta', default: 0.1, min: 0.01, max: 1, step: 0.01 },
  {
    help,
    label: 'Mode',
    kind: 'choice',
    name: 'mode',
    default: 'fast',
    options: [
      { value: 'fast', label: 'Fast' },
      { value: 'fine', label: 'Fine' },
    ],
  },
];

describe('resolveParams', () => {
  it('fills in what is missing and drops what is unknown', () => {
    expect(resolveParams(specs, { eta: 0.5, colour: 'red' })).toEqual({
      depth: 4,
      eta: 0.5,
      mode: 'fast',
    });
    expect(resolveParams(specs, {})).toEqual(defaultsOf(specs));
  });

  it('takes the ends of a range', () => {
    const values = { depth: 12, eta: 0.01, mode: 'fine' };
    expect(resolveParams(specs, values)).toEqual(values);
  });

  it.each([
    [{ depth: 99 }, '99 for “Depth” (whole number, 1 to 12)'],
    [{ depth: 2.5 }, '2.5 for “Depth” (whole number, 1 to 12)'],
    [{ eta: 0 }, '0 for “Rate” (0.01 to 1)'],
    [{ eta: NaN }, 'nothing for “Rate” (0.01 to 1)'],
    [{ eta: '0.5' }, '0.5 for “Rate” (0.01 to 1)'],
    [{ eta: true }, 'true for “Rate” (0.01 to 1)'],
    [{ mode: 'slow' }, 'slow for “Mode” (Fast, Fine)'],
  ])('refuses %o', (values, got) => {
    expect(() => resolveParams(specs, values)).toThrow(
      expect.objectContaining({ code: 'param-invalid', got }) as Error,
    );
  });
});

describe('describeValue', () => {
  it('says what a choice is called, in short where it can', () => {
    const { params } = APPROACHES.find(({ id }) => id === 'quick-baseline')!;
    const features = params.find(({ name }) => name === 'features')!;
    expect(describeValue(features, 'fma-518-corrected')).toBe('FMA’s columns (true frequencies)');
    expect(describeValue(specs[2]!, 'fine')).toBe('Fine');
    expect(describeValue(specs[2]!, 'gone')).toBe('gone');
  });

  it('says that a number was not entered', () => {
    expect([NaN, 0.5].map((value) => describeValue(specs[1]!, value))).toEqual(['nothing', '0.5']);
  });
});

describe('savedValues', () => {
  it('takes a setting that a run did not know as what the run did without it', () => {
    const [depth, eta, mode] = specs as [ParamSpec, ParamSpec, ParamSpec];
    const known = [depth, { ...eta, valueInOldRuns: 0.3 }, mode];
    expect(savedValues(known, { depth: 7, colour: 'red' })).toEqual({
      depth: 7,
      eta: 0.3,
      mode: 'fast',
    });
    expect(savedValues(known, { eta: 0.2 })).toMatchObject({ eta: 0.2 });
  });

  it('fills the form of an old run with what it learned from', () => {
    const { params } = APPROACHES.find(({ id }) => id === 'quick-baseline')!;
    const form = savedValues(params, { rounds: 20 });
    expect(form).toMatchObject({ rounds: 20, features: 'timbre-rhythm', variants: 0 });
    expect(Object.keys(form)).toEqual(params.map(({ name }) => name));
    expect(resolveParams(params, form)).toEqual(form);
    expect(chosenExtractors(form)).toEqual(chosenExtractors({ rounds: 20 }));
    expect(chosenExtractors(defaultsOf(params))).not.toEqual(chosenExtractors(form));
  });
});
