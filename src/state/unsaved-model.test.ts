// A model that did not fit into storage any more is exported and asked all the same: the worker, which finds nothing in
// storage, is given it.

import { beforeEach, expect, it, vi } from 'vitest';
import { finishedCnnRun } from '../../test/builders/cnn-facts';
import type { Dataset } from '../core/dataset-types';
import type { Run } from '../core/run-types';
import { modelStore } from '../storage/run-store';
import type { ModelJson } from '../trainers/trainer';
import { ImportanceState } from './importance.svelte';
import type { DatasetState } from './dataset.svelte';
import { ModelFilesState, type ModelFilesParts } from './model-files.svelte';
import { NoticeState } from './notices.svelte';

const browser = vi.hoisted(() => ({
  isFull: true,
  saved: new Map<string, unknown>(),
  /** Of each call: its name, and what the worker was given. */
  calls: [] as { name: string; given: unknown[] }[],
}));

vi.mock('idb-keyval', async (original) => ({
  ...(await original<object>()),
  createStore: () => null,
  get: (key: string) => Promise.resolve(browser.saved.get(key)),
  set: (key: string, value: unknown) => {
    if (browser.isFull) return Promise.reject(new DOMException('full', 'QuotaExceededError'));
    return Promise.resolve(void browser.saved.set(key, value));
  },
  del: () => Promise.resolve(),
}));
vi.mock('./save-file', () => ({ saveFile: () => undefined }));
vi.mock('./workers', () => {
  const taking =
    (name: string, answer: unknown) =>
    (...given: unknown[]) => {
      browser.calls.push({ name, given });
      return Promise.resolve(answer);
    };
  const models = {
    writeCnn: taking('writeCnn', new Blob([])),
    writeXgboost: taking('writeXgboost', new Blob([])),
  };
  const training = { importance: taking('importance', {}), explainClip: taking('explainClip', {}) };
  return {
    modelWorker: { run: (task: (api: object) => unknown) => task(models) },
    trainingWorker: { call: (task: (api: object) => unknown) => task(training) },
  };
});

const model: ModelJson = { version: 1, trainer: 'cnn', classes: ['a', 'b'], state: { some: 1 } };
const run: Run = finishedCnnRun();
const notices = new NoticeState();
const files = new ModelFilesState({ notices } as unknown as ModelFilesParts);
const dataset = { clips: [] as Dataset['clips'], table: undefined };
const importance = new ImportanceState({ find: () => dataset } as unknown as DatasetState);
const signal = new AbortController().signal;

/** What asks a worker, and the model that the worker is given with it. */
const asked: Readonly<Record<string, () => Promise<unknown>>> = {
  writeCnn: async () => {
    await files.exportModel(run, 'network');
    return callOf('writeCnn')[1];
  },
  writeXgboost: async () => {
    await files.exportModel(run, 'xgboost');
    return callOf('writeXgboost')[1];
  },
  importance: async () => {
    await importance.start(run);
    return (callOf('importance')[0] as { model: unknown }).model;
  },
  explainClip: async () => {
    await importance.explain(run, 'clip 32', signal);
    return (callOf('explainClip')[0] as { model: unknown }).model;
  },
};

function callOf(name: string): unknown[] {
  expect(notices.list).toEqual([]);
  const [call] = browser.calls.splice(0);
  expect(call?.name).toBe(name);
  return call!.given;
}

beforeEach(async () => {
  browser.isFull = true;
  browser.saved.clear();
  browser.calls.length = 0;
  importance.forget(run.id);
  await expect(modelStore.set(run.id, model)).rejects.toMatchObject({ code: 'storage-full' });
});

it.each(Object.keys(asked))('%s is given the model that could not be saved', async (name) => {
  expect(browser.saved.size).toBe(0);
  expect(await asked[name]!()).toBe(model);
});

it.each(Object.keys(asked))(
  '%s is given none once it is saved: the worker reads it',
  async (name) => {
    browser.isFull = false;
    await modelStore.set(run.id, model);
    expect(await asked[name]!()).toBeNull();
  },
);

it.each(Object.keys(asked))('%s is given none of a run that was deleted', async (name) => {
  await modelStore.delete(run.id);
  expect(await asked[name]!()).toBeNull();
});
