// Clips that cost every worker its life: named, taken out of the dataset and brought back, and no other clip suffers.

import { clear } from 'idb-keyval';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import type { Dataset } from '../core/dataset-types';
import { hashBlob } from '../core/hash';
import type { FeatureWorkerApi } from '../rpc/interfaces';
import { WorkerPool } from '../rpc/worker-pool';
import { datasetStore } from '../storage/dataset-store';
import { settingsStore } from '../storage/settings-store';
import { DatasetState } from './dataset.svelte';
import { measureAll } from './measure-all';
import { NoticeState } from './notices.svelte';

let pool: WorkerPool<FeatureWorkerApi>;

beforeEach(async () => {
  await clear();
  pool = new WorkerPool<FeatureWorkerApi>(
    (name) => {
      const url = new URL('../../test/workers/poison-worker.ts', import.meta.url);
      return new Worker(url, { type: 'module', name });
    },
    { size: 2 },
  );
});
afterEach(() => pool.dispose());

/** A saved dataset of a clip a text, which says what it does to its worker. */
async function load(texts: readonly string[]) {
  const files = texts.map((text) => new Blob([text]));
  const clips = await Promise.all(
    files.map(async (file, index) =>
      makeClip({ id: await hashBlob(file), name: `rock/${texts[index]!}.wav` }),
    ),
  );
  const dataset: Dataset = {
    version: 1,
    id: 'library',
    title: 'My music',
    synthetic: false,
    clips,
    quarantined: [],
    notes: [],
  };
  await datasetStore.set(dataset.id, dataset);
  await settingsStore.set({ version: 1, datasetId: dataset.id });
  const notices = new NoticeState();
  const state = new DatasetState(notices);
  await state.load();
  clips.forEach(({ id }, index) =>
    state.sources.rememberForSession(id, () => Promise.resolve(files[index]!)),
  );
  const measure = () =>
    measureAll({
      dataset: state,
      extractors: ['timbre'],
      pool,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
  const names = () => state.current!.clips.map(({ name }) => name);
  const notice = (code: string) => notices.list.find((one) => one.code === code);
  return { dataset, state, measure, names, notice };
}

test('leave the dataset with a word, and come back on request', async () => {
  const { dataset, state, measure, names, notice } = await load(['fine a', 'die', 'fine b']);
  await measure();
  expect(names()).toEqual(['rock/fine a.wav', 'rock/fine b.wav']);
  expect(state.current!.quarantined).toMatchObject([{ file: 'rock/die.wav', code: 'worker-died' }]);
  expect(await datasetStore.get(dataset.id)).toEqual(state.current);
  expect(notice('clips-set-aside')!.text).toContain('rock/die.wav (a background worker stopped)');

  notice('clips-set-aside')!.actions[0]!.run();
  await expect.poll(names).toHaveLength(3);
  expect(await datasetStore.get(dataset.id)).toMatchObject({ quarantined: [] });
});

test('stay until the visitor says so where no clip could be measured', async () => {
  const { measure, names, notice } = await load(['die 1', 'die 2', 'die once']);
  await measure();
  expect(names()).toEqual(['rock/die once.wav']);

  const hopeless = await load(['die 3', 'die 4']);
  await expect(hopeless.measure()).rejects.toMatchObject({
    code: 'clips-not-measurable',
    got: expect.stringContaining('rock/die 3.wav and rock/die 4.wav') as string,
  });
  expect(hopeless.names()).toHaveLength(2);
  expect(notice('set-aside-offer')).toBeUndefined();
  hopeless.notice('set-aside-offer')!.actions[0]!.run();
  await expect.poll(hopeless.names).toHaveLength(0);
});

test('that cannot be reached stay, and are named', async () => {
  const { state, measure, names } = await load(['fine', 'lost']);
  const [, lost] = state.current!.clips;
  state.sources.rememberForSession(lost!.id, () => Promise.reject(new Error('moved away')));
  await expect(measure()).rejects.toMatchObject({
    code: 'features-missing',
    got: 'rock/lost.wav (the original file cannot be reached)',
  });
  expect(names()).toHaveLength(2);
});
