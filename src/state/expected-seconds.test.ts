import { expect, it } from 'vitest';
import type { DatasetTable } from '$lib/core/dataset-types';
import { defaultsOf } from '$lib/trainers/params';
import { APPROACHES, findApproach } from '$lib/trainers/registry';
import { expectedSecondsOf, type NextRun } from './expected-seconds';

function expected(approachId: string, train: number, change: Partial<NextRun> = {}): number {
  const approach = findApproach(approachId)!;
  const part = Math.round(0.2 * train);
  const sizes = { train, validation: part, test: part, crossValidation: null, none: 0 };
  const config = { params: defaultsOf(approach.params) };
  return expectedSecondsOf({ approach, config, sizes, ...change }) ?? NaN;
}

it.each(['k-nearest-neighbours', 'svm'])(
  '%s: seconds for a thousand clips, minutes for many',
  (id) => {
    expect(expected(id, 1000)).toBeLessThan(5);
    expect(expected(id, 80_000)).toBeGreaterThan(100);
    expect(expected(id, 80_000)).toBeGreaterThan(10 * expected(id, 20_000));
  },
);

it('takes all folds, extra versions and columns into account', () => {
  const id = 'k-nearest-neighbours';
  const crossValidation = { folds: 5, repeats: 2 };
  const sizes = { train: 5000, validation: 1000, test: 1000, crossValidation, none: 0 };
  expect(expected(id, 5000, { sizes })).toBeCloseTo(10 * expected(id, 5000), 9);
  const config = { params: { variants: 2 } };
  expect(expected(id, 5000, { config })).toBeCloseTo(3 * expected(id, 5000), 9);
  const names = Array.from({ length: 518 }, (_, i) => `column ${i}`);
  const columns = names.map((name) => ({ name, role: 'feature', kind: 'number' }) as const);
  const table = { columns } as unknown as DatasetTable;
  expect(expected(id, 5000, { table })).toBeGreaterThan(4 * expected(id, 5000));
});

it('says nothing of approaches that need no thought', () => {
  const silent = APPROACHES.filter(({ expectedSeconds }) => !expectedSeconds);
  for (const { id } of silent) expect(expected(id, 80_000)).toBeNaN();
});
