import { describe, expect, it } from 'vitest';
import type { Run, RunConfig } from '../core/run-types';
import type { SweepPlan } from '../evaluation/sweep/plan';
import { unsealed } from '../core/run-model';
import {
  budgetTitle,
  closeWords,
  groupedBySweep,
  intervalWords,
  rungsWords,
  sealedScore,
  searchTitle,
  sweepWords,
  tieWords,
  tryName,
  tryPosition,
} from './sweep-words';

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

  it('tell where a search is', () => {
    expect(tryPosition({ done: 0, total: 13 })).toBe('try 1 of 13');
    expect(tryPosition({ done: 13, total: 13 })).toBe('try 13 of 13');
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
      groupedBySweep(runs).map(({ sweepId, runs }) => [sweepId, runs.map(({ id }) => id).join('')]),
    ).toEqual([
      ['s', 'eca'],
      [null, 'd'],
      ['t', 'b'],
    ]);
    expect(searchTitle([{ config }] as unknown as Run[], null)).toBe(
      'Search for settings: Quick baseline',
    );
  });

  it('tell a try by its validation clips until its settings are chosen', () => {
    const evaluation = { accuracy: 0.9 };
    const run = {
      sweep: { id: 's', candidate: 0, rung: 0 },
      ...{ status: 'done', bestEpoch: 1, sealed: evaluation, evaluation: null },
      history: [{ epoch: 1, validationAccuracy: 0.5, validationLoss: 1 }],
      split: { validation: Array<string>(10).fill('v') },
    } as unknown as Run;
    const { accuracy, clips, interval } = sealedScore(run)!;
    expect([accuracy, clips]).toEqual([0.5, 10]);
    // Wilson's interval of 5 in 10.
    expect(interval[0]).toBeCloseTo(0.2366, 4);
    expect(interval[1]).toBeCloseTo(0.7634, 4);
    expect(intervalWords({ accuracy: 0.5 }, 10)).toBe('95\u00a0% interval 24–76\u00a0%');
    expect(sealedScore(unsealed(run))).toBeNull();
    expect(unsealed(run).evaluation).toBe(evaluation);
    expect(sealedScore({ ...run, sweep: undefined })).toBeNull();
  });

  it('say how a tie was settled, and who is as good for all one knows', () => {
    const plan = { rungs: [{ tries: 9, budget: null }], config };
    const tries = [0.5, 0.5, 0.45, 0.1].map((accuracy, candidate) => ({
      ...{ candidate, rung: 0, values: {}, run: null, isOver: true },
      score: { accuracy, loss: 1 },
    }));
    const others = tries.slice(1, 2);
    expect(tieWords(plan, { others, settledBy: 'order' })).toBe(
      'Try 2 has equal validation accuracy; the validation loss is equal as well, so the earlier was taken.',
    );
    expect(tieWords(plan, { others: [...tries, ...tries], settledBy: 'loss' })).toBe(
      '8 other tries have equal validation accuracy; the one with the lower validation loss, which was surer of the right answers, was taken.',
    );
    expect(closeWords(tries, tries[0]!, 20)).toMatch(/^1 other try lies within that interval: /);
    expect(closeWords(tries.slice(0, 2), tries[0]!, 20)).toBe('');
  });
});
