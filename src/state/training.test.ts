// What a run learns from is what was chosen when it began.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import type { Dataset } from '../core/dataset-types';
import { EarmarkError, type ErrorRecord } from '../core/errors';
import type { Run } from '../core/run-types';
import { datasetFingerprint } from '../datasets/fingerprint';
import type { NoticeAction } from './notices.svelte';
import type { TrainInWorkerOptions } from './train-in-worker';
import type { TrainingParts } from './run-execution.svelte';
import { TrainingState } from './training.svelte';

const given = vi.hoisted(() => ({
  tasks: [] as TrainInWorkerOptions[],
  /** What the next training ends with instead of a model. */
  failure: null as Error | null,
}));
vi.mock('./workers', () => ({ featurePool: null, trainingWorker: null }));
vi.mock('./train-in-worker', () => ({
  trainInWorker: (options: TrainInWorkerOptions) => {
    given.tasks.push(options);
    options.listener.onNotice({ code: 'tree-threads-missing', got: 'no workers' });
    const { failure } = given;
    given.failure = null;
    return failure === null ? Promise.resolve({ model: null }) : Promise.reject(failure);
  },
}));
vi.mock('../storage/checkpoint-store', () => ({
  checkpointStore: { get: () => Promise.resolve(null), delete: () => Promise.resolve() },
}));

function tableOf(id: string): Dataset {
  const columns = [{ name: `${id} tempo`, role: 'feature', kind: 'number' }] as const;
  const clips = Array.from({ length: 20 }, (_, row) =>
    makeClip({ id: `${id}/${row}`, genre: row % 2 ? 'rock' : 'jazz', audio: null, row }),
  );
  const table = { id, files: [], rows: 20, columns, extractor: null, subset: null } as const;
  const dataset = { version: 1, id, title: id, synthetic: false, quarantined: [], notes: [] };
  return { ...dataset, clips, table: { ...table, target: 'genre' } } as unknown as Dataset;
}

const [a, b] = [tableOf('a'), tableOf('b')];
const saved = new Map<string, Run>();
const warned: ErrorRecord[] = [];
const refused: unknown[] = [];
const told: string[] = [];
const offered: NoticeAction[] = [];
const withdrawn: string[] = [];
/** Whether the tab held a lock, for each time that a run was saved. */
const heldAtPut: boolean[] = [];
let held = false;

interface Given {
  /** Another dataset is chosen as soon as anything is waited for. */
  readonly changesDataset: boolean;
}

function trainingOf(dataset: Dataset, { changesDataset }: Given): TrainingState {
  const chosen = {
    current: dataset,
    get fingerprint() {
      return datasetFingerprint(this.current.clips, this.current.table);
    },
  };
  const runs = {
    get list() {
      return [...saved.values()].reverse();
    },
    get: (id: string) => saved.get(id) ?? null,
    reread: (id: string) => Promise.resolve(saved.get(id) ?? null),
    put: (run: Run) => {
      saved.set(run.id, run);
      heldAtPut.push(held);
      if (changesDataset) chosen.current = b;
      return Promise.resolve();
    },
    select: () => undefined,
  };
  const notices = {
    guard: () => undefined,
    show: ({ code }: { code: string }) => void told.push(code),
    showError: (error: unknown, actions: readonly NoticeAction[] = []) => {
      refused.push(error);
      offered.push(...actions);
    },
    showWarning: (record: ErrorRecord) => void warned.push(record),
    withdrawWarnings: (codes: readonly string[]) => void withdrawn.push(...codes),
  };
  const compute = { countLoss: () => undefined };
  const backbones = { list: [] };
  const parts = { notices, dataset: chosen, runs, compute, backbones };
  return new TrainingState(parts as unknown as TrainingParts);
}

vi.stubGlobal('navigator', {}); // without locks
beforeEach(() => {
  given.tasks.length = 0;
  for (const list of [warned, refused, told, offered, heldAtPut]) list.length = 0;
  saved.clear();
});

it('takes clips and columns of one table, though another is chosen while it gets ready', async () => {
  await trainingOf(a, { changesDataset: true }).start();
  const [first] = saved.values();
  saved.set(first!.id, { ...first!, status: 'stopped' });
  await trainingOf(a, { changesDataset: true }).resume(first!.id);
  for (const { run, clips, table } of given.tasks) {
    expect(run.dataset.id).toBe('a');
    expect(clips).toBe(a.clips);
    expect(table?.tableId).toBe('a');
  }
  expect(given.tasks).toHaveLength(2);
  expect(refused).toEqual([]);
});

it('tells the page of a fallback', async () => {
  await trainingOf(a, { changesDataset: false }).start();
  expect(warned).toEqual([{ code: 'tree-threads-missing', got: 'no workers' }]);
});

it('reloads for the run that lost its device, though another has finished since', async () => {
  const marks: string[] = [];
  const reload = vi.fn();
  vi.stubGlobal('sessionStorage', { setItem: (_: string, mark: string) => marks.push(mark) });
  vi.stubGlobal('location', { reload });
  vi.useFakeTimers({ toFake: ['Date'] });
  const training = trainingOf(a, { changesDataset: false });
  given.failure = new EarmarkError('device-lost-twice', 'a test');
  await training.start();
  expect(withdrawn).toContain('worker-died'); // it does not go on any more
  expect([training.resumable !== null, training.canResume]).toEqual([true, false]); // one way: a reload
  vi.advanceTimersByTime(1000);
  await training.start();
  vi.useRealTimers();
  const [lost, done] = saved.values();
  expect([lost!.status, done!.status]).toEqual(['failed', 'done']);
  expect(training.resumable?.id).toBe(lost!.id);
  offered[0]!.run();
  expect(JSON.parse(marks[0]!)).toMatchObject({ runId: lost!.id, deviceLosses: 1 });
  expect(reload).toHaveBeenCalledOnce();
});

it('saves how a run ended while no other tab can go on with it', async () => {
  const request = async (_: string, __: unknown, work: (lock: object) => Promise<unknown>) => {
    held = true;
    await work({}).finally(() => (held = false));
    return true;
  };
  vi.stubGlobal('navigator', { locks: { request } });
  vi.useFakeTimers({ toFake: ['Date'] });
  for (const failure of [
    new EarmarkError('worker-died', 'a test'),
    new DOMException('', 'AbortError'),
  ]) {
    given.failure = failure;
    vi.advanceTimersByTime(1000);
    await trainingOf(a, { changesDataset: false }).start();
  }
  vi.useRealTimers();
  vi.stubGlobal('navigator', {});
  expect(Array.from(saved.values(), ({ status }) => status).sort()).toEqual(['failed', 'stopped']);
  expect(heldAtPut).toHaveLength(4);
  expect(heldAtPut).not.toContain(false);
});

it('hears a stop between two runs of a series', async () => {
  const training = trainingOf(a, { changesDataset: false });
  training.stop();
  expect(training.stopping).toBe(false);
  await training.inOneSeries(async () => {
    await training.start(); // refused: the series alone begins runs
    expect(given.tasks).toEqual([]);
    training.stop();
    expect(training).toMatchObject({ busy: true, stopping: true, seriesStopping: true });
  });
  expect(training).toMatchObject({ busy: false, stopping: false });
});

describe('runs that were stopped', () => {
  /** Two of them, the later with seed 7; the page is opened anew. */
  async function reopened(): Promise<{ training: TrainingState; ids: readonly string[] }> {
    vi.useFakeTimers({ toFake: ['Date'] });
    const before = trainingOf(a, { changesDataset: false });
    for (const seed of [3, 7]) {
      vi.advanceTimersByTime(1000);
      before.approachId = 'random-forest';
      before.seed = seed;
      before.params['n_estimators'] = 40;
      await before.start();
    }
    vi.useRealTimers();
    for (const run of saved.values()) saved.set(run.id, { ...run, status: 'stopped' });
    return { training: trainingOf(a, { changesDataset: false }), ids: [...saved.keys()] };
  }

  it('are gone on with one after another, from either', async () => {
    const { training, ids } = await reopened();
    expect(training.resumable?.id).toBe(ids[1]);
    expect(training.othersResumable).toBe(1);
    await training.resume(ids[0]);
    expect(given.tasks.at(-1)?.run.id).toBe(ids[0]);
    expect(training.resumable?.id).toBe(ids[1]);
    await training.resume();
    expect(training.canResume).toBe(false);
    expect(refused).toEqual([]);
  });

  it('show their settings in the form, until something else is chosen', async () => {
    const { training } = await reopened();
    training.offerResume();
    expect(training).toMatchObject({ approachId: 'random-forest', seed: 7 });
    expect(training.params['n_estimators']).toBe(40);
    training.approachId = 'svm';
    training.offerResume();
    expect(training.approachId).toBe('svm');
  });

  it('begin again with a word where nothing of them was kept', async () => {
    const { training, ids } = await reopened();
    await training.resume(ids[0]);
    expect(told).toEqual([]);
    const history = [{ epoch: 1 }] as unknown as Run['history'];
    saved.set(ids[1]!, { ...saved.get(ids[1]!)!, history });
    await training.resume(ids[1]);
    expect(told).toEqual(['run-begins-again']);
  });

  it('are refused by name once they have finished', async () => {
    const { training, ids } = await reopened();
    await training.resume(ids[0]);
    given.tasks.length = 0;
    await training.resume(ids[0]);
    expect(refused).toMatchObject([{ code: 'run-not-resumable' }]);
    expect(given.tasks).toEqual([]);
  });
});
