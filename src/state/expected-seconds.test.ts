import { expect, it } from 'vitest';
import type { DatasetTable } from '$lib/core/dataset-types';
import { EXTRACTOR_IDS, loadExtractor } from '$lib/features/registry';
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
  const config = { params: { features: 'timbre', variants: 2 } };
  expect(expected(id, 5000, { config })).toBeCloseTo(3 * expected(id, 5000), 9);
  const names = Array.from({ length: 518 }, (_, i) => `column ${i}`);
  const columns = names.map((name) => ({ name, role: 'feature', kind: 'number' }) as const);
  const table = { columns } as unknown as DatasetTable;
  expect(expected(id, 5000, { table })).toBeGreaterThan(4 * expected(id, 5000));
});

it.each(EXTRACTOR_IDS)('knows how many numbers describe a clip: %s', async (id) => {
  const extractor = await loadExtractor(id);
  const approach = {
    features: () => [id],
    expectedSeconds: ({ columns }: { readonly columns: number }) => ({ fit: columns, score: 0 }),
  };
  const columns = extractor.kind === 'vector' ? extractor.columns.length : 0;
  expect(expected('svm', 100, { approach })).toBe(columns);
});

it.each(['k-nearest-neighbours', 'svm'])('%s: goes by the measurements chosen', (id) => {
  const { params } = findApproach(id)!;
  const secondsWith = (features: string): number =>
    expected(id, 6000, { config: { params: { ...defaultsOf(params), features } } });
  expect(secondsWith('fma-518-corrected')).toBeGreaterThan(1.5 * secondsWith('timbre'));
  expect(secondsWith('timbre-rhythm')).toBeGreaterThan(secondsWith('timbre'));
  expect(secondsWith('kaggle-57')).toBeLessThan(secondsWith('timbre'));
});

it('says something of the approaches whose work grows with the square of the clips, and of no others', () => {
  const telling = APPROACHES.filter(({ id }) => expected(id, 80_000) > 100);
  expect(telling.map(({ id }) => id)).toEqual(['k-nearest-neighbours', 'svm']);
  for (const id of [
    'quick-baseline',
    'xgboost-pca',
    'cnn',
    'random-forest',
    'logistic-regression',
  ]) {
    expect(expected(id, 80_000)).toBeNaN();
  }
});
