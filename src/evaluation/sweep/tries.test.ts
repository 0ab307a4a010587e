import { describe, expect, it } from 'vitest';
import type { Run, RunConfig } from '../../core/run-types';
import { findApproach } from '../../trainers/registry';
import { configOf, planSweep, workOf, type SweepChoices } from './plan';
import { bestTry, chosenTry, nextTry, tieOf, triesOf, validationScore, workDone } from './tries';

const plan = {
  id: 's',
  finished: false,
  candidates: Array.from({ length: 9 }, (_, i) => ({ eta: (i + 1) / 10 })),
  rungs: [
    { tries: 9, budget: 3 },
    { tries: 3, budget: 10 },
    { tries: 1, budget: 30 },
  ],
};

interface Score {
  readonly accuracy?: number;
  readonly loss?: number;
  readonly status?: Run['status'];
  readonly test?: number;
}

function runOf(candidate: number, rung: number, score: Score = {}): Run {
  const { accuracy = 0.5, loss = 1, status = 'done', test = 0 } = score;
  return {
    sweep: { id: 's', candidate, rung },
    status,
    bestEpoch: 2,
    history: [
      { epoch: 1, validationAccuracy: 0.99, validationLoss: 0 }, // not the one that was kept
      { epoch: 2, validationAccuracy: accuracy, validationLoss: loss },
    ],
    evaluation: { accuracy: test },
  } as unknown as Run;
}

/** The first rung, by accuracy in percent. */
const firstRung = (...percents: readonly number[]) =>
  percents.map((percent, i) => runOf(i, 0, { accuracy: percent / 100 }));

describe('a search in rungs', () => {
  it('tries the first rung in order', () => {
    const some = firstRung(50, 60);
    expect(triesOf(plan, some)).toHaveLength(9);
    expect(nextTry(triesOf(plan, some))).toMatchObject({ candidate: 2, rung: 0, run: null });
  });

  it('sends the best third on, worked out by hand', () => {
    const first = firstRung(50, 71, 40, 90, 62, 71, 30, 20, 10);
    const tries = triesOf(plan, first);
    expect(tries.slice(9).map(({ candidate, rung }) => [candidate, rung])).toEqual([
      [3, 1],
      [1, 1],
      [5, 1],
    ]);
    const second = [
      runOf(3, 1, { accuracy: 0.8 }),
      runOf(1, 1, { accuracy: 0.85 }),
      runOf(5, 1, { accuracy: 0.85, loss: 0.4 }),
    ];
    const third = triesOf(plan, [...first, ...second]);
    expect(nextTry(third)).toMatchObject({ candidate: 5, rung: 2 });
    const over = triesOf(plan, [...first, ...second, runOf(5, 2, { accuracy: 0.7 })]);
    expect(nextTry(over)).toBeNull();
    expect(bestTry(over)).toMatchObject({ candidate: 5, rung: 2, score: { accuracy: 0.7 } });
    expect(workDone(plan, over)).toBe(workOf(plan.rungs));
  });

  it('goes on without a run that failed, and never tries it again', () => {
    const first = firstRung(50, 71, 40, 90, 62, 71, 30, 20, 10);
    first[3] = runOf(3, 0, { accuracy: 0.99, status: 'failed' });
    const tries = triesOf(plan, first);
    expect(tries.slice(9).map(({ candidate }) => candidate)).toEqual([1, 5, 4]);
    const allFailed = plan.candidates.map((_, i) => runOf(i, 0, { status: 'failed' }));
    expect(nextTry(triesOf(plan, allFailed))).toBeNull();
    expect(bestTry(triesOf(plan, allFailed))).toBeNull();
  });

  it('keeps who went on, whatever becomes of the runs that were compared', () => {
    const first = firstRung(50, 71, 40, 90, 62, 71, 30, 20, 10);
    const second = [3, 1, 5].map((candidate, i) => runOf(candidate, 1, { accuracy: 0.8 - i / 10 }));
    const over = { ...plan, finished: true };
    const all = [...first, ...second, runOf(3, 2, { accuracy: 0.9 })];
    const later = (tries: ReturnType<typeof triesOf>) =>
      tries.slice(9).map(({ candidate, rung }) => [candidate, rung]);
    const asMade = [...[3, 1, 5].map((candidate) => [candidate, 1]), [3, 2]];
    expect(later(triesOf(over, all))).toEqual(asMade);
    // The first was deleted; the last was gone on with by hand, and beats all others.
    const withoutFirst = triesOf(over, all.slice(1));
    expect(withoutFirst[0]).toMatchObject({ run: null, isOver: true });
    expect(later(withoutFirst)).toEqual(asMade);
    for (const status of ['running', 'done'] as const) {
      const changed = [
        ...all.slice(0, 8),
        runOf(8, 0, { accuracy: 0.99, status }),
        ...all.slice(9),
      ];
      expect(later(triesOf(over, changed))).toEqual(asMade);
      expect(nextTry(triesOf(over, changed))).toBeNull();
    }
    const withoutItsFirst = triesOf(over, all.slice(0, 3).concat(all.slice(4)));
    expect(later(withoutItsFirst)).toEqual([
      ...[1, 5, 3].map((candidate) => [candidate, 1]),
      [3, 2],
    ]);
  });

  it('makes no try again that was deleted', () => {
    const first = firstRung(50, 71, 40, 90, 62, 71, 30, 20, 10);
    expect(nextTry(triesOf(plan, first.slice(1, 3)))?.candidate).toBe(3);
    const second = [runOf(1, 1), runOf(5, 1, { status: 'stopped' })]; // that of candidate 3 was deleted
    expect(nextTry(triesOf(plan, [...first, ...second]))).toMatchObject({ candidate: 5, rung: 1 });
    expect(nextTry(triesOf(plan, [...first.slice(1), runOf(3, 1)]))).toMatchObject({
      ...{ candidate: 1, rung: 1 },
    });
  });

  it('goes on with a run that lost its device', () => {
    const error = { code: 'device-lost-twice', got: '' } as const;
    const lost = { ...runOf(1, 0, { status: 'failed' }), error } as Run;
    expect(nextTry(triesOf(plan, [runOf(0, 0), lost]))?.run).toBe(lost);
  });

  it('goes on with the run that was stopped', () => {
    const runs = [runOf(0, 0), runOf(1, 0, { status: 'stopped' })];
    expect(nextTry(triesOf(plan, runs))?.run).toBe(runs[1]);
  });

  it('says whether a tie was settled by the loss or by the order', () => {
    const told = (...scores: Score[]) => {
      const tries = triesOf(
        plan,
        scores.map((score, i) => runOf(i, 0, score)),
      );
      const best = bestTry(tries)!;
      const tie = tieOf(tries, best);
      return [best.candidate, tie?.others.map(({ candidate }) => candidate), tie?.settledBy];
    };
    expect(told({ accuracy: 0.6 }, { accuracy: 0.5 })).toEqual([0, undefined, undefined]);
    expect(told({ accuracy: 0.6 }, { accuracy: 0.6, loss: 0.5 }, {})).toEqual([1, [0], 'loss']);
    expect(told({}, {}, {})).toEqual([0, [1, 2], 'order']);
    // The last rung is one try: what counts is who was sent there.
    const second = [3, 1, 5].map((candidate, i) => runOf(candidate, 1, { loss: 1 + i }));
    const first = firstRung(50, 71, 40, 90, 62, 71, 30, 20, 10);
    const all = triesOf(plan, [...first, ...second, runOf(3, 2, {})]);
    const tie = tieOf(all, bestTry(all)!);
    expect(tie?.others.map(({ candidate, rung }) => [candidate, rung])).toEqual([
      [1, 1],
      [5, 1],
    ]);
    expect(tie?.settledBy).toBe('loss');
  });

  it('keeps to what was chosen, unless that was deleted', () => {
    const over = { ...plan, rungs: plan.rungs.slice(0, 1), finished: true };
    const runs = firstRung(50, 71, 40, 90);
    const chosen = { ...over, winner: { candidate: 1, rung: 0 } };
    expect(chosenTry(chosen, triesOf(over, runs))?.candidate).toBe(1);
    runs.splice(1, 1);
    expect(chosenTry(chosen, triesOf(over, runs))?.candidate).toBe(3);
  });

  it('judges by the validation clips alone', () => {
    const runs = [
      runOf(0, 0, { accuracy: 0.5, test: 0.99 }),
      runOf(1, 0, { accuracy: 0.6, test: 0.01 }),
    ];
    expect(bestTry(triesOf(plan, runs))?.candidate).toBe(1);
    expect(validationScore({ ...runs[0]!, bestEpoch: 7 })).toBeNull();
  });
});

describe('a plan', () => {
  const approach = findApproach('quick-baseline')!;
  const config: RunConfig = {
    ...{ version: 1, approach: approach.id, seed: 5 },
    params: { rounds: 90, max_depth: 3 },
    split: { strategy: 'random', testFraction: 0.2, validationFraction: 0.15 },
  };
  const split = { train: ['a', 'b'], validation: ['c'], test: ['d'] };
  const choices: SweepChoices = {
    kind: 'halving',
    tries: 9,
    ranges: { eta: { kind: 'number', min: 0.02, max: 0.5, scale: 'log' } },
  };
  const options = { choices, approach, specs: approach.params, config, split };

  it('gives each run its settings and its rung’s budget, and keeps the rest', () => {
    const made = planSweep(options);
    expect(made.rungs).toEqual([
      { tries: 9, budget: 10 },
      { tries: 3, budget: 30 },
      { tries: 1, budget: 90 },
    ]);
    const { params, seed } = configOf(made, { candidate: 4, rung: 1 }, 'rounds');
    expect(params).toEqual({ rounds: 30, max_depth: 3, eta: made.candidates[4]!['eta'] });
    expect(seed).toBe(5);
    const random = planSweep({ ...options, choices: { ...choices, kind: 'random' } });
    expect(random.candidates).toEqual(made.candidates);
    expect(configOf(random, { candidate: 0, rung: 0 }, 'rounds').params['rounds']).toBe(90);
  });

  it('is refused without clips to judge by', () => {
    const without = { ...options, split: { ...split, validation: [] } };
    const folds = { ...options, config: { ...config, crossValidation: { folds: 5, repeats: 1 } } };
    for (const wrong of [without, folds]) {
      expect(() => planSweep(wrong)).toThrow(
        expect.objectContaining({ code: 'sweep-without-validation' }),
      );
    }
  });

  it.each([2, 1.5, NaN, 201])('of successive halving is refused with %s tries', (tries) => {
    expect(() => planSweep({ ...options, choices: { ...choices, tries } })).toThrow(
      expect.objectContaining({ code: 'param-invalid' }),
    );
  });
});
