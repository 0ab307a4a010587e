// What a run that starts from another takes from it, and what it is warned of.

import { expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import type { Run } from '../core/run-types';
import { defaultsOf } from '../trainers/params';
import { findApproach } from '../trainers/registry';
import { createRun } from './new-run';
import { paramsOfStart, startableRuns } from './start-model';
import { planTraining, type TrainingChoices } from './training-plan';

const cnn = findApproach('cnn')!;
const clips = Array.from({ length: 60 }, (_, i) =>
  makeClip({ id: `id${i}`, genre: ['blues', 'jazz', 'rock'][i % 3]! }),
);
const choices: TrainingChoices = {
  ...{ clips, approach: cnn, seed: 1, strategy: 'random', folds: null },
  params: defaultsOf(cnn.params),
};

function readyPlan(change: Partial<TrainingChoices> = {}) {
  const plan = planTraining({ ...choices, ...change });
  if (plan.phase !== 'ready') throw new Error(plan.problem.got);
  return plan;
}

function earlier(params: Run['config']['params'] = {}): Run {
  const { config, split } = readyPlan({ params: { ...choices.params, ...params } });
  const about = { version: 1, id: 'd', title: 'GTZAN', synthetic: false } as const;
  const dataset = { ...about, clips, quarantined: [], notes: [] };
  return { ...createRun({ config, split, dataset, createdAt: new Date(0) }), status: 'done' };
}

it('takes the width of the earlier run, and nothing else of its settings', () => {
  const run = earlier({ width: 4, epochs: 3 });
  expect(paramsOfStart(cnn, run)).toEqual({ width: 4 });
  const { config } = readyPlan({ startFrom: { run } });
  expect(config.params).toEqual({ ...choices.params, width: 4 });
});

it('has heard no test clip of the same split, and counts those of another', () => {
  const run = earlier();
  expect(readyPlan({ startFrom: { run } }).start?.heard).toEqual([]);
  const other = readyPlan({ seed: 2, startFrom: { run } });
  const trained = new Set([...run.split.train, ...run.split.validation]);
  expect(other.start?.heard).toEqual(other.split.test.filter((id) => trained.has(id)));
  expect(other.start?.heard.length).toBeGreaterThan(0);
  const folds = readyPlan({ startFrom: { run }, folds: { folds: 4, repeats: 1 } });
  expect(folds.start?.heard).toHaveLength(trained.size);
});

it('remembers what the start of its start had heard, be that deleted', () => {
  const first = earlier();
  const start = { heardBefore: ['far away'], point: {} as never, model: {} as never };
  const { config, split } = readyPlan();
  const about = { version: 1, id: 'd', title: 'GTZAN', synthetic: false } as const;
  const dataset = { ...about, clips, quarantined: [], notes: [] };
  const run = createRun({ config, split, dataset, createdAt: new Date(0), start });
  expect(first.heardBefore).toBeUndefined();
  expect(run.heardBefore).toEqual(['far away']);
});

it('cannot start from a run that is gone, and says what to do', () => {
  expect(planTraining({ ...choices, startFrom: { run: null } })).toEqual({
    phase: 'blocked',
    problem: { code: 'start-model-unusable', got: 'a run that was deleted' },
  });
});

it('offers finished runs of the same trainer that kept a model', () => {
  const done = earlier();
  const folds = { ...done.config, crossValidation: { folds: 2, repeats: 1 } };
  const others: Run[] = [
    { ...done, status: 'stopped' },
    { ...done, config: folds },
    { ...done, config: { ...done.config, approach: 'svm' } },
    { ...done, imported: 'model.json' },
  ];
  expect(startableRuns([...others, done], cnn)).toEqual([done]);
  expect(startableRuns([done], findApproach('svm')!)).toEqual([]);
});
