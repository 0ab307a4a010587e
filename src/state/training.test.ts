// What a run learns from is what was chosen when it began.

import { beforeEach, expect, it, vi } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import type { Dataset } from '../core/dataset-types';
import type { ErrorRecord } from '../core/errors';
import type { Run } from '../core/run-types';
import { datasetFingerprint } from '../datasets/fingerprint';
import type { TrainInWorkerOptions } from './train-in-worker';
import { TrainingState, type TrainingParts } from './training.svelte';

const given = vi.hoisted(() => ({ tasks: [] as TrainInWorkerOptions[] }));
vi.mock('./workers', () => ({ featurePool: null, trainingWorker: null }));
vi.mock('./train-in-worker', () => ({
  trainInWorker: (options: TrainInWorkerOptions) => {
    given.tasks.push(options);
    options.listener.onNotice({ code: 'tree-threads-missing', got: 'no workers' });
    return Promise.resolve({ model: null });
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

/** Another dataset is chosen as soon as anything is waited for. */
function trainingOf(dataset: Dataset): TrainingState {
  const chosen = {
    current: dataset,
    get fingerprint() {
      return datasetFingerprint(this.current.clips, this.current.table);
    },
  };
  const runs = {
    list: [],
    get: (id: string) => saved.get(id) ?? null,
    put: (run: Run) => {
      saved.set(run.id, run);
      chosen.current = b;
      return Promise.resolve();
    },
    select: () => undefined,
  };
  const notices = {
    showError: (error: unknown) => {
      throw error;
    },
    showWarning: (record: ErrorRecord) => void warned.push(record),
  };
  return new TrainingState({ notices, dataset: chosen, runs } as unknown as TrainingParts);
}

vi.stubGlobal('navigator', {}); // without locks
beforeEach(() => {
  given.tasks.length = 0;
  warned.length = 0;
  saved.clear();
});

it('takes clips and columns of one table, though another is chosen while it gets ready', async () => {
  await trainingOf(a).start();
  const [first] = saved.values();
  saved.set(first!.id, { ...first!, status: 'stopped' });
  await trainingOf(a).resume(first!.id);
  for (const { run, clips, table } of given.tasks) {
    expect(run.dataset.id).toBe('a');
    expect(clips).toBe(a.clips);
    expect(table?.tableId).toBe('a');
  }
  expect(given.tasks).toHaveLength(2);
});

it('tells the page of a fallback', async () => {
  await trainingOf(a).start();
  expect(warned).toEqual([{ code: 'tree-threads-missing', got: 'no workers' }]);
});
