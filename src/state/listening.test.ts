import { describe, expect, it } from 'vitest';
import type { Run } from '../core/run-types';
import { canListen, windowSecondsOf } from './listening';

type Heard = Pick<Run, 'config' | 'dataset' | 'imported' | 'windowSeconds'>;

function run(features: string, rest: Omit<Partial<Heard>, 'config'> = {}): Heard {
  const dataset = { id: 'd', title: 'D', synthetic: false, fingerprint: '', clips: 0 };
  const split = { strategy: 'random', testFraction: 0.2, validationFraction: 0.2 } as const;
  const config = { version: 1, approach: 'quick-baseline', seed: 1, params: { features }, split };
  return { config: { ...config, version: 1 }, dataset, ...rest };
}

const TABLE = { id: 't', title: 'T', synthetic: false, fingerprint: '', clips: 9, table: 'abc' };

describe('how a run’s model hears a recording', () => {
  it('cuts as the approach does, and for a table as long as its rows’ clips', () => {
    expect(windowSecondsOf(run('timbre'))).toBe(5);
    expect(windowSecondsOf(run('kaggle-57', { dataset: TABLE }))).toBe(30);
  });

  it('cuts for an imported model as its file says, else as its measurements are made', () => {
    expect(windowSecondsOf(run('kaggle-57', { imported: 'm.json', windowSeconds: 5 }))).toBe(5);
    expect(windowSecondsOf(run('kaggle-57', { imported: 'm.json' }))).toBe(30);
    expect(windowSecondsOf(run('fma-518', { imported: 'm.json' }))).toBe(30);
    expect(windowSecondsOf(run('fma-518-corrected', { imported: 'm.json' }))).toBe(30);
    expect(windowSecondsOf(run('timbre', { imported: 'm.json' }))).toBe(5);
  });

  it('lets the dataset of the import have no say', () => {
    const lengths = [{}, { dataset: TABLE }].flatMap((rest) => [
      windowSecondsOf(run('kaggle-57', { imported: 'm.json', ...rest })),
      windowSecondsOf(run('kaggle-57', { imported: 'm.json', windowSeconds: 5, ...rest })),
      windowSecondsOf(run('timbre', { imported: 'm.json', ...rest })),
    ]);
    expect(lengths).toEqual([30, 5, 5, 30, 5, 5]);
  });

  it('has nothing to listen with where only a table has the columns', () => {
    expect(canListen(run('table', { dataset: TABLE }))).toBe(false);
    expect(canListen(run('kaggle-57', { dataset: TABLE }))).toBe(true);
  });
});
