// The form of the Train stage comes back when the page is opened again.

import { beforeEach, expect, it, vi } from 'vitest';
import type { Dataset } from '../core/dataset-types';
import { SweepChoice } from './sweep-choices.svelte';
import { TrainFormKeeper } from './train-form';
import type { TrainingParts } from './run-execution.svelte';
import { TrainingState } from './training.svelte';

const given: { saved: unknown; writes: number } = vi.hoisted(() => ({ saved: null, writes: 0 }));
vi.mock('./workers', () => ({ featurePool: null, trainingWorker: null }));
vi.mock('../storage/settings-store', async (original) => {
  const { trainFormSchema } = await original<typeof import('../storage/settings-store')>();
  const { parser } = await import('../storage/schemas');
  const parse = parser(trainFormSchema);
  const setTrainForm = (form: unknown): Promise<void> => {
    given.saved = structuredClone(form);
    given.writes++;
    return Promise.resolve();
  };
  return { settingsStore: { trainForm: () => Promise.resolve(parse(given.saved)), setTrainForm } };
});

const dataset = { id: 'd', title: 'd', clips: [], synthetic: false } as unknown as Dataset;
const runs = { list: [{ id: 'earlier' }], get: () => null };

/** A page that was just opened, with what was kept. */
async function visit() {
  const datasets = {
    current: dataset,
    fingerprint: 'f',
    genres: [],
    find: (id: string) => (id === dataset.id ? dataset : null),
  };
  const notices = { guard: () => undefined };
  const backbones = { list: [] };
  const parts = { dataset: datasets, runs, notices, backbones } as unknown as TrainingParts;
  const [training, choice] = [new TrainingState(parts), new SweepChoice()];
  const keeper = new TrainFormKeeper({ notices, training, sweep: { choice } });
  await keeper.load();
  return { training, choice, keeper };
}

beforeEach(() => {
  given.saved = null;
  given.writes = 0;
});

it('comes back whole, each approach with its own settings', async () => {
  const { training, choice, keeper } = await visit();
  training.approachId = 'cnn';
  training.params['epochs'] = 7;
  training.seed = 42;
  training.split.choose('imported', 'a list');
  training.validation.kind = 'kfold';
  training.validation.values['folds'] = 3;
  training.startFrom.choose('earlier');
  choice.kind = 'halving';
  choice.tries = 12;
  choice.change('cnn', 'dropout', { varies: false });
  choice.change('cnn', 'width', { range: { kind: 'number', min: 2, max: 8, scale: 'log' } });
  keeper.keep();

  const next = await visit();
  expect(next.training.form).toEqual(training.form);
  expect(next.training).toMatchObject({ approachId: 'cnn', seed: 42 });
  expect(next.training.params['epochs']).toBe(7);
  expect(next.training.split.chosen).toBe('imported');
  expect(next.training.validation.folds).toMatchObject({ folds: 3 });
  expect(next.training.startFrom.runId).toBe('earlier');
  expect(next.choice.kept).toEqual({
    kind: 'halving',
    tries: 12,
    ranges: {
      cnn: {
        dropout: { varies: false },
        width: { range: { kind: 'number', min: 2, max: 8, scale: 'log' } },
      },
    },
  });
});

it('is written when it has changed, and only then', async () => {
  const { training, keeper } = await visit();
  keeper.keep();
  expect(given.writes).toBe(0);
  training.seed = 2;
  keeper.keep();
  keeper.keep();
  expect(given.writes).toBe(1);
});

it('has the default in place of what was not entered', async () => {
  const { training, choice, keeper } = await visit();
  training.approachId = 'cnn';
  training.params['epochs'] = NaN;
  training.seed = NaN;
  choice.tries = NaN;
  choice.change('cnn', 'width', { range: { kind: 'number', min: NaN, max: 8, scale: 'log' } });
  keeper.keep();
  const next = await visit();
  expect(next.training.approachId).toBe('cnn');
  expect(next.training.params['epochs']).toBe(30);
  expect(next.training.seed).toBe(1);
  expect(next.choice.kept).toEqual({ kind: 'random', tries: 9, ranges: {} });
});

it('takes up nothing that is unknown, out of range or gone', async () => {
  const { training, choice, keeper } = await visit();
  training.seed = 2;
  keeper.keep();
  given.saved = {
    ...(given.saved as object),
    approach: 'of another version',
    seed: -1,
    params: { cnn: { epochs: 100_000, width: 4, schedule: 'none', colour: 'red' }, other: {} },
    split: {
      latest: { strategy: 'random', list: null },
      byHand: { gone: { strategy: 'artist', list: null } },
    },
    startFrom: 'a run that was deleted',
    search: {
      kind: 'random',
      tries: 1e9,
      ranges: {
        cnn: { width: { range: { kind: 'choice', options: ['a'] } }, colour: { varies: false } },
      },
    },
  };
  const next = await visit();
  expect(next.training).toMatchObject({ approachId: 'quick-baseline', seed: 1 });
  expect(next.training.form.params['cnn']).toMatchObject({
    epochs: 30,
    width: 4,
    schedule: 'plateau',
  });
  expect(next.training.form.params['cnn']).not.toHaveProperty('colour');
  expect(next.training.form.split.byHand).toEqual({});
  expect(next.training.startFrom.kept).toBeNull();
  expect(next.choice.kept).toEqual(choice.kept);
});

it('begins with defaults where what was kept is damaged', async () => {
  const before = (await visit()).training.form;
  given.saved = { version: 2 };
  expect((await visit()).training.form).toEqual(before);
});

it('shows what a search tries', async () => {
  const { choice } = await visit();
  const width = { kind: 'number', min: 2, max: 8, scale: 'log' } as const;
  const config = { approach: 'cnn' };
  const plan = { kind: 'halving', config, candidates: [{}, {}, {}], ranges: { width } };
  choice.show(plan as never);
  expect(choice).toMatchObject({ kind: 'halving', tries: 3 });
  expect(choice.kept.ranges['cnn']).toMatchObject({
    width: { varies: true, range: width },
    dropout: { varies: false },
  });
});
