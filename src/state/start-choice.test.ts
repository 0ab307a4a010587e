// Which earlier runs can be started from, in which order, and what is read of the chosen one.

import { expect, it, vi } from 'vitest';
import type { Run } from '../core/run-types';
import { findApproach } from '../trainers/registry';
import { modelFingerprint } from '../trainers/starting-model';
import type { ModelJson } from '../trainers/trainer';
import { RunsState } from './runs.svelte';
import { StartChoice } from './start-choice.svelte';

const given = vi.hoisted(() => ({ runs: new Map<string, unknown>(), models: new Map() }));
vi.mock('../storage/run-store', () => ({
  runStore: { all: () => Promise.resolve({ rows: new Map(given.runs), damaged: [] }) },
  modelStore: {
    get: (id: string) => Promise.resolve((given.models.get(id) as ModelJson | undefined) ?? null),
  },
  startModelStore: {},
}));

const cnn = findApproach('cnn')!;

function runOf(id: string, createdAt: string, approach = 'cnn'): Run {
  const config = { version: 1, approach, seed: 1, params: { width: 4 }, split: {} };
  const dataset = { id: 'd', title: 'D', synthetic: false };
  const split = { train: ['a'], validation: ['b'], test: ['c'] };
  const evaluation = { accuracy: 0.5 };
  const run = { id, createdAt, config, dataset, split, evaluation, status: 'done', classes: ['x'] };
  return { ...run, history: [] } as unknown as Run;
}

async function choiceOf(...saved: readonly Run[]): Promise<StartChoice> {
  given.runs = new Map(saved.map((run) => [run.id, run]));
  const runs = new RunsState({} as never, {} as never);
  await runs.load();
  return new StartChoice(() => [cnn, runs.list]);
}

it('lists runs newest first, in whatever order they were read', async () => {
  const [old, middle, latest] = ['2025-01-01', '2025-06-01', '2026-01-01'].map((day, i) =>
    runOf(`run${i}`, `${day}T12:00:00.000Z`),
  );
  const tree = runOf('tree', '2026-02-01T12:00:00.000Z', 'quick-baseline');
  const choice = await choiceOf(middle!, tree, latest!, old!);
  expect(choice.runs.map(({ id }) => id)).toEqual(['run2', 'run1', 'run0']);
});

it('reads the model of the run that was chosen, and of no other', async () => {
  const [first, second] = [runOf('a', '2025-01-01'), runOf('b', '2025-01-02')];
  const choice = await choiceOf(first, second);
  const model: ModelJson = { version: 1, trainer: 'cnn', classes: ['x'], state: { of: 'a' } };
  given.models = new Map([
    ['b', { ...model, state: { of: 'b' } }],
    ['a', model],
  ]);
  choice.choose('a');
  expect(choice.run).toEqual(first);
  const showError = vi.fn();
  const opened = choice.open(choice.run!, { showError });
  expect(choice.opening).toBe(true);
  const start = await opened;
  expect(choice.opening).toBe(false);
  expect(start?.model).toEqual(model);
  expect(start?.point).toMatchObject({ runId: 'a', model: modelFingerprint(model) });
  expect(showError).not.toHaveBeenCalled();
});

it('says so where the model is gone', async () => {
  const run = runOf('a', '2025-01-01');
  const choice = await choiceOf(run);
  given.models = new Map();
  const showError = vi.fn();
  expect(await choice.open(run, { showError })).toBeNull();
  expect(showError.mock.calls[0]![0]).toMatchObject({ code: 'start-model-unusable' });
  expect(choice.opening).toBe(false);
});
