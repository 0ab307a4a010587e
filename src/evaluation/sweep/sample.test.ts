import { describe, expect, it } from 'vitest';
import type { ParamSpec } from '../../core/run-types';
import { resolveParams } from '../../trainers/params';
import { APPROACHES, findApproach } from '../../trainers/registry';
import {
  checkRanges,
  declaredRanges,
  rangeProblem,
  sweepableParams,
  type SweepRanges,
} from './ranges';
import { sampleSettings } from './sample';

const number = { kind: 'number', default: 1, step: 1, label: '', help: '' } as const;
const rate: ParamSpec = { ...number, name: 'rate', min: 0, max: 1 };
const depth: ParamSpec = { ...number, name: 'depth', min: 1, max: 12, integer: true };
const mode: ParamSpec = {
  ...{ name: 'mode', kind: 'choice', label: '', help: '', default: 'a' },
  options: ['a', 'b', 'c'].map((value) => ({ value, label: value })),
};
const specs = [rate, depth, mode];
const ranges: SweepRanges = {
  rate: { kind: 'number', min: 0.001, max: 0.1, scale: 'log' },
  depth: { kind: 'number', min: 2, max: 5, scale: 'linear' },
  mode: { kind: 'choice', options: ['a', 'c'] },
};
const sample = (count: number, seed = 1, over: SweepRanges = ranges) =>
  sampleSettings({ specs, ranges: over, count, seed });
const column = (name: string, rows: ReturnType<typeof sample>) => rows.map((row) => row[name]);

describe('sampled settings', () => {
  it('are the same for the same seed, whatever the order of the ranges, and others for another', () => {
    const reversed = Object.fromEntries(Object.entries(ranges).reverse());
    expect(sample(8, 3, reversed)).toEqual(sample(8, 3));
    expect(sample(8, 4)).not.toEqual(sample(8, 3));
    expect(sample(9, 3).slice(0, 8)).toEqual(sample(8, 3)); // more tries keep the first ones
  });

  it('lie in their ranges, whole where they must be, each end of them drawn', () => {
    const rows = sample(300);
    for (const { rate, depth } of rows) {
      expect(rate).toBeGreaterThanOrEqual(0.001);
      expect(rate).toBeLessThanOrEqual(0.1);
      expect([2, 3, 4, 5]).toContain(depth);
    }
    expect(new Set(column('mode', rows))).toEqual(new Set(['a', 'c']));
    for (const value of [2, 3, 4, 5]) {
      const share = column('depth', rows).filter((depth) => depth === value).length / rows.length;
      expect(share).toBeGreaterThan(0.17); // a quarter, ends as well
      expect(share).toBeLessThan(0.33);
    }
  });

  it('are spread evenly over the powers of ten where the scale is logarithmic', () => {
    const rates = column('rate', sample(400)).map(Number);
    const below = rates.filter((value) => value < 0.01).length / rates.length;
    expect(below).toBeGreaterThan(0.43);
    expect(below).toBeLessThan(0.57);
  });

  it('are different from each other, and fewer where there are no more', () => {
    const rows = sample(20, 1, { depth: ranges['depth']!, mode: ranges['mode']! });
    expect(rows).toHaveLength(8);
    expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(8);
  });

  it.each<[string, SweepRanges]>([
    ['nothing', {}],
    ['what is no setting', { speed: { kind: 'number', min: 0, max: 1, scale: 'linear' } }],
    ['a range turned round', { rate: { kind: 'number', min: 0.5, max: 0.1, scale: 'linear' } }],
    ['a range past the setting’s', { rate: { kind: 'number', min: 0, max: 2, scale: 'linear' } }],
    ['powers of ten down to 0', { rate: { kind: 'number', min: 0, max: 1, scale: 'log' } }],
    ['half a question', { depth: { kind: 'number', min: 1.5, max: 3, scale: 'linear' } }],
    ['an empty field', { depth: { kind: 'number', min: NaN, max: 3, scale: 'linear' } }],
    ['no option', { mode: { kind: 'choice', options: [] } }],
    ['an unknown option', { mode: { kind: 'choice', options: ['z'] } }],
  ])('are refused of %s', (_, wrong) => {
    const code = Object.keys(wrong).length > 0 ? 'sweep-range-invalid' : 'sweep-nothing-varies';
    expect(() => sample(2, 1, wrong)).toThrow(expect.objectContaining({ code }));
  });

  it.each([
    [40, 32, 'Expected the lower number first, got 40 to 32: swap the two.'],
    [0, 32, 'Expected two numbers from 1 to 64, got 0 to 32: enter both within these limits.'],
    [
      8,
      NaN,
      'Expected two numbers from 1 to 64, got 8 to nothing: enter both within these limits.',
    ],
    [8.5, 32, 'Expected whole numbers, got 8.5 to 32: round them.'],
    [8, 32, ''],
  ])('of a width from %s to %s are told what is wrong in one sentence', (min, max, told) => {
    const width = findApproach('cnn')!.params.find(({ name }) => name === 'width')!;
    expect(rangeProblem(width, { kind: 'number', min, max, scale: 'log' })).toBe(told);
  });
});

describe('declared ranges', () => {
  // An ensemble is not searched: its weights are fitted on the validation clips that would judge a try.
  it.each(
    APPROACHES.filter(({ joinsRuns }) => !joinsRuns).map(
      (approach) => [approach.id, approach] as const,
    ),
  )('of %s give settings that it takes', (_, { params, epoch }) => {
    const declared = declaredRanges(params);
    checkRanges(params, declared);
    expect(sweepableParams(params).length).toBeGreaterThan(0);
    expect(Object.keys(declared)).not.toContain(epoch.isBudget ? epoch.param : 'seed');
    for (const values of sampleSettings({
      specs: params,
      ranges: declared,
      count: 50,
      seed: 7,
    })) {
      expect(resolveParams(params, values)).toMatchObject(values);
    }
  });
});
