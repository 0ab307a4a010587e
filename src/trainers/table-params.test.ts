import { describe, expect, it } from 'vitest';
import { chosenExtractors } from './feature-sets';
import { APPROACHES, findApproach } from './registry';
import { resolveParams } from './params';
import { learnsFromTables, openParams, withTable, withoutTable } from './table-params';

const BASELINE = findApproach('quick-baseline')!;
const CNN = findApproach('cnn')!;
const namesOf = (specs: readonly { name: string }[]) => specs.map(({ name }) => name);

describe('the settings of an approach', () => {
  it('leave out what a table decides', () => {
    const all = namesOf(BASELINE.params);
    expect(all).toEqual(expect.arrayContaining(['features', 'variants', 'rounds']));
    const open = namesOf(openParams(BASELINE.params, { extractor: null }));
    expect(open).toEqual(all.filter((name) => name !== 'features' && name !== 'variants'));
    expect(namesOf(openParams(BASELINE.params, undefined))).toEqual(all);
  });

  it('offer a table’s own columns to no clip with sound', () => {
    const features = openParams(BASELINE.params, undefined).find(({ name }) => name === 'features');
    const values = features?.kind === 'choice' ? features.options.map(({ value }) => value) : [];
    expect(values).toContain('timbre');
    expect(values).not.toContain('table');
  });

  it.each([
    ['kaggle-57', 'kaggle-57', ['kaggle-57']],
    ['fma-518', 'fma-518', ['fma-518']],
    [null, 'table', []],
    ['timbre', 'timbre', ['timbre']],
  ])('of a table of %s are %s', (extractor, value, extractors) => {
    const params = withTable({ features: 'timbre-rhythm', variants: 3 }, { extractor });
    expect(resolveParams(BASELINE.params, params)).toMatchObject({ features: value, variants: 0 });
    expect(chosenExtractors(params)).toEqual(extractors);
  });

  it('come back from a run on a table without what the table decided', () => {
    const run = { features: 'table', variants: 0, rounds: 7 };
    const chosen = { features: 'fma-518', variants: 2, rounds: 50 };
    expect(withoutTable(run, { extractor: null }, chosen)).toEqual({ ...chosen, rounds: 7 });
    expect(withoutTable(run, undefined, chosen)).toEqual(run);
  });
});

it('tables are learned from by every approach that chooses measurements, and no other', () => {
  expect(learnsFromTables(BASELINE.params)).toBe(true);
  expect(learnsFromTables(CNN.params)).toBe(false);
  expect(APPROACHES.filter(({ params }) => learnsFromTables(params)).length).toBeGreaterThan(0);
});
