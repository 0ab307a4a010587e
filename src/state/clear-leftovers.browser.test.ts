// What nothing needs any more is freed, and nothing else: not even of a run that is saved meanwhile.

import { clear } from 'idb-keyval';
import { expect, test } from 'vitest';
import { createMatrix } from '../core/matrix';
import { makeClip } from '../../test/builders/clips';
import type { Run } from '../core/run-types';
import { variantId } from '../core/variant';
import { runVariantIds } from '../evaluation/examples';
import type { SweepPlan } from '../evaluation/sweep/plan';
import { AudioSources } from '../storage/audio-sources';
import { featureStore } from '../storage/feature-store';
import { checkpointStore } from '../storage/checkpoint-store';
import { Store } from '../storage/store';
import { TableWriter, tableStore } from '../storage/table-store';
import { announceTab, isOnlyTab, withRunLock } from './locks';
import { clearUnused } from './clear-leftovers';

const runRows = new Store<unknown>({ name: 'runs', parse: (row) => row });
const value = { kind: 'vector', values: Float32Array.of(1) } as const;
const runOf = (clipId: string, seed = 1) =>
  ({
    config: { seed, params: { variants: 1 } },
    split: { train: [clipId], validation: [], test: [] },
  }) as unknown as Run;

test('keeps the variants of every run, saved before or meanwhile, and frees the others', async () => {
  await clear();
  const clips = ['a', 'b'].map((id) => makeClip({ id }));
  const variant = { stretchRate: 1, pitchSemitones: 1, noiseAmplitude: 0, noiseSeed: 1 };
  const unused = variantId('a', variant);
  const [used] = runVariantIds(runOf('a')) as [string];
  const [late] = runVariantIds(runOf('b', 2)) as [string];
  for (const id of ['a', 'b', 'gone', unused, used]) await featureStore.put(id, 'timbre', 1, value);
  const datasets = [{ clips }] as unknown as Parameters<typeof clearUnused>[0]['datasets'];
  const readRuns = async () => {
    const saved = [runOf('a')];
    await featureStore.put(late, 'timbre', 1, value); // by a run that was saved a moment later
    return saved;
  };
  await clearUnused({ datasets, readRuns }, new AudioSources());
  expect(await featureStore.clipIds()).toEqual(['a', 'b']);
  expect(new Set(await featureStore.variantIds())).toEqual(new Set([used, late]));
});

test('frees checkpoints of runs that are gone', async () => {
  await clear();
  const row = { version: 1, checkpoint: null, history: [] } as const;
  await checkpointStore.setPosition('gone', row);
  await runRows.set('there', { version: 1 }); // cannot be read back: of another version
  await checkpointStore.setPosition('there', row);
  await clearUnused({ datasets: [], readRuns: () => Promise.resolve([]) }, new AudioSources());
  expect(await checkpointStore.runIds()).toEqual(['there']);
});

test('frees starting models of runs that are gone, not of one that is about to be saved', async () => {
  await clear();
  const models = new Store<unknown>({ name: 'start-models', parse: (row) => row });
  for (const id of ['gone', 'begins']) await models.set(id, {});
  const work = async () => {
    await clearUnused({ datasets: [], readRuns: () => Promise.resolve([]) }, new AudioSources());
    return true;
  };
  await withRunLock('begins', work);
  expect(await models.keys()).toEqual(['begins']);
});

test('frees searches of datasets that are gone, once none of their runs is left', async () => {
  await clear();
  const sweeps = new Store<SweepPlan>({ name: 'sweeps', parse: (row) => row as SweepPlan });
  const planOf = (id: string, dataset: string): SweepPlan =>
    ({
      ...{ version: 1, id, createdAt: '2026-01-01T00:00:00.000Z', kind: 'random', finished: false },
      ...{ config: { version: 1, approach: 'cnn', seed: 1, params: {} }, ranges: {} },
      ...{ candidates: [{ eta: 1 }], rungs: [{ tries: 1, budget: null }] },
      split: { train: [], validation: [], test: [] },
      dataset: { id: dataset, fingerprint: 'f' },
    }) as unknown as SweepPlan;
  const plans = [planOf('here', 'set'), planOf('with runs', 'gone'), planOf('alone', 'gone')];
  for (const plan of plans) {
    const split = { strategy: 'random', testFraction: 0.2, validationFraction: 0.15 };
    await sweeps.set(plan.id, { ...plan, config: { ...plan.config, split } } as SweepPlan);
  }
  const datasets = [{ id: 'set', clips: [] }] as unknown as Parameters<
    typeof clearUnused
  >[0]['datasets'];
  const sweep = { id: 'with runs', candidate: 0, rung: 0 };
  const readRuns = () => Promise.resolve([{ ...runOf('a'), sweep }]);
  await clearUnused({ datasets, readRuns }, new AudioSources());
  expect(await sweeps.keys()).toEqual(['here', 'with runs']);
});

test('frees tables only where no other tab may still need them', async () => {
  const column = { role: 'feature', kind: 'number', missing: 0, distinct: 1, reason: '' } as const;
  const writer = new TableWriter();
  await writer.start(['a']);
  await writer.add({ firstRow: 0, matrix: createMatrix(1, 1) });
  await writer.finish({
    ...{ id: 't', files: ['t.csv'], source: 'csv', lines: [], rows: 1, target: 'genre' },
    columns: [{ ...column, name: 'a', examples: [] }],
    texts: new Map(),
    problem: null,
    notes: [],
  });
  const clear = () =>
    clearUnused({ datasets: [], readRuns: () => Promise.resolve([]) }, new AudioSources());
  await announceTab();
  const close = await openOtherTab();
  expect(await isOnlyTab()).toBe(false);
  await clear();
  expect(await tableStore.get('t')).not.toBeNull();
  await close();
  expect(await isOnlyTab()).toBe(true);
  await clear();
  expect(await tableStore.get('t')).toBeNull();
});

/** A tab as the others see it: one that holds the lock. */
async function openOtherTab(): Promise<() => Promise<void>> {
  let close = (): void => undefined;
  const open = new Promise<void>((resolve) => (close = resolve));
  const closed = new Promise<unknown>((resolve) => {
    void navigator.locks
      .request('earmark-tab', { mode: 'shared' }, () => open)
      .then(() => resolve(null));
  });
  await navigator.locks.request('something-else', () => undefined); // the other request came first
  return async () => {
    close();
    await closed;
  };
}
