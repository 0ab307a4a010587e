// What the page says of a training that does not go as it began.

import { beforeEach, expect, it, vi } from 'vitest';
import { EarmarkError, type ErrorRecord } from '../core/errors';
import type { Run } from '../core/run-types';
import type { ComputeInfo } from '../rpc/interfaces';
import type { SavedCheckpoint } from '../storage/checkpoint-store';
import { RunProgress } from './run-progress.svelte';
import { listenToTraining, type ListenerParts } from './training-listener';
import type { TrainingStatus } from './training-status';

const shown: TrainingStatus[] = [];
const warned: ErrorRecord[] = [];
const told: string[] = [];
const put = vi.fn((run: Run) => Promise.resolve(void run));

const run = { id: 'r', config: {}, history: [], environment: null } as unknown as Run;
const compute = (backend: ComputeInfo['backend']): ComputeInfo => ({
  backend,
  reason: 'the browser offers no adapter: using that.',
  device: 'd',
  fallbacks: [],
});

let losses = 0;
const progress = new RunProgress();
const listen = (of: Run) =>
  listenToTraining(of, {
    notices: {
      show: ({ text }: { text: string }) => void told.push(text),
      showWarning: (record: ErrorRecord) => void warned.push(record),
    },
    compute: { report: () => undefined },
    keeper: { put },
    progress,
    show: (status: TrainingStatus) => void shown.push(status),
    countLoss: () => losses++,
  } as unknown as ListenerParts);

beforeEach(() => {
  for (const list of [shown, warned, told]) list.length = 0;
  put.mockClear();
  losses = 0;
});

it('keeps what the run began on, and tells when it goes on with something else', () => {
  listen(run).onCompute(compute('webgpu'));
  expect(warned).toEqual([]);
  const [begun] = put.mock.calls[0]!;
  expect(begun).toMatchObject({ status: 'running', environment: { backend: 'webgpu' } });

  const listener = listen(begun);
  listener.onCompute(compute('wasm'));
  expect(warned).toMatchObject([
    {
      code: 'backend-changed',
      got: expect.stringMatching(/^WebAssembly instead of WebGPU \(/) as string,
    },
  ]);
  listener.onCompute(compute('wasm'));
  expect(warned).toHaveLength(1);
});

it.each([
  [{ history: [{ epoch: 1 }], folds: [] }, /goes on from what was saved last, after epoch 1\.$/],
  [null, /Nothing had been saved yet: training begins again\.$/],
])('recovers visibly, and says from where', (saved, words) => {
  const lost = new EarmarkError('compute-failed', 'a lost device');
  listen(run).onRecovery(lost, saved as unknown as SavedCheckpoint | null);
  expect(shown.map(({ phase }) => phase)).toEqual(['running', 'recovering']);
  expect(told[0]).toMatch(words);
  expect(losses).toBe(1);
});
