import { describe, expect, it } from 'vitest';
import type { Run, RunConfig } from '../core/run-types';
import type { SweepPlan } from '../evaluation/sweep/plan';
import { budgetTitle, groupedBySweep, rungsWords, sweepWords, tryName } from './sweep-words';

const config = { approach: 'quick-baseline', params: { rounds: 90 } } as unknown as RunConfig;
const halving = [
  { tries: 9, budget: 10 },
  { tries: 3, budget: 30 },
  { tries: 1, budget: 90 },
];

describe('words of a search', () => {
  it('tell how long what is tried how often', () => {
    expect(rungsWords(halving, 'rounds')).toBe(
      '9 tries of 10 rounds, the best 3 again with 30, the best one again with 90.',
    );
    expect(rungsWords([{ tries: 5, budget: null }], 'rounds')).toBe(
      '5 runs, each trained in full.',
    );
    expect(rungsWords([], 'rounds')).toBe('');
  });

  it('name tries by their settings, and by their length where that differs', () => {
    const place = { candidate: 2, rung: 1 };
    expect(tryName({ rungs: halving, config }, place)).toBe('Try 3, 30 rounds');
    expect(tryName({ rungs: [{ tries: 9, budget: null }], config }, place)).toBe('Try 3');
    expect(budgetTitle({ config })).toBe('Rounds');
  });

  it('mark the runs of a search, also of one that is forgotten', () => {
    const run = { sweep: { id: 's', candidate: 2, rung: 0 } } as Run;
    const plan = {
      rungs: halving,
      config,
      createdAt: '2026-01-02T10:00:00Z',
    } as unknown as SweepPlan;
    expect(sweepWords(run, plan)).toMatch(/^search of Jan 2, .*, try 3, 10 rounds$/);
    expect(sweepWords(run, null)).toBe('search, try 3');
    expect(sweepWords({} as Run, null)).toBe('');
  });

  it('keep the runs of a search together', () => {
    const run = (id: string, sweep?: string) =>
      ({ id, ...(sweep && { sweep: { id: sweep } }) }) as unknown as Run;
    const runs = [run('e', 's'), run('d'), run('c', 's'), run('b', 't'), run('a', 's')];
    expect(
      groupedBySweep(runs)
        .map(({ id }) => id)
        .join(''),
    ).toBe('ecadb');
  });
});
