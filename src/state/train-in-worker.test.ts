// What happens to a training whose worker or device is lost.

import { beforeEach, expect, it, vi } from 'vitest';
import { EarmarkError } from '../core/errors';
import type { Run } from '../core/run-types';
import type { TrainingJob, TrainingResult } from '../rpc/interfaces';
import { trainInWorker } from './train-in-worker';

const given = vi.hoisted(() => ({
  jobs: [] as TrainingJob[],
  failures: [] as Error[],
  ended: 0,
}));
vi.mock('./workers', () => ({
  trainingWorker: {
    call: (task: (api: object) => Promise<unknown>) =>
      task({
        train: (job: TrainingJob) => {
          given.jobs.push(job);
          const failure = given.failures.shift();
          if (failure) throw failure;
          return Promise.resolve({ backend: 'wasm' });
        },
      }),
    dispose: () => void given.ended++,
  },
}));
const saved = { version: 1, checkpoint: { epoch: 4 }, history: [{ epoch: 4 }], folds: [] };
vi.mock('../storage/checkpoint-store', () => ({
  checkpointStore: { get: () => Promise.resolve(saved) },
}));

const recovered: unknown[] = [];

function train(signal = new AbortController().signal): Promise<TrainingResult> {
  const listener = {
    onCompute: () => undefined,
    onNotice: () => undefined,
    onReport: () => undefined,
    onRecovery: (...news: unknown[]) => void recovered.push(news),
  };
  const run = { id: 'r', config: {}, classes: [], split: {} } as unknown as Run;
  const options = { run, clips: [], table: undefined, saved: null, deviceLosses: 2 };
  return trainInWorker({ ...options, signal, listener });
}

const lost = new EarmarkError('compute-failed', 'a lost device');
const died = new EarmarkError('worker-died', 'it was ended from outside');

beforeEach(() => {
  given.jobs.length = 0;
  given.failures.length = 0;
  given.ended = 0;
  recovered.length = 0;
});

it.each([lost, died])('goes on in a new worker from what was saved, after $code', async (error) => {
  given.failures.push(error);
  expect(await train()).toEqual({ backend: 'wasm' });
  expect(given.jobs.map(({ resumeFrom }) => resumeFrom)).toEqual([null, { epoch: 4 }]);
  expect(given.jobs.map(({ deviceLosses }) => deviceLosses)).toEqual([2, 3]);
  expect(recovered).toEqual([[error, saved]]);
  expect(given.ended).toBe(1);
});

it('ends after the second loss, and says so', async () => {
  given.failures.push(died, lost);
  await expect(train()).rejects.toMatchObject({
    code: 'device-lost-twice',
    got: 'its second loss in this run (a lost device)',
  });
  expect(given.jobs).toHaveLength(2);
  expect(recovered).toHaveLength(1);
  expect(given.ended).toBe(2);
});

it.each(['device-memory-full', 'training-diverged', 'features-damaged'] as const)(
  'does not try %s again: it would come again',
  async (code) => {
    const error = new EarmarkError(code, 'as before');
    given.failures.push(error);
    await expect(train()).rejects.toBe(error);
    expect(given.jobs).toHaveLength(1);
    expect(given.ended).toBe(0);
  },
);

it('takes a loss after a stop for the stop', async () => {
  const controller = new AbortController();
  controller.abort();
  given.failures.push(lost);
  await expect(train(controller.signal)).rejects.toBe(lost);
  expect(given.jobs).toHaveLength(1);
});
