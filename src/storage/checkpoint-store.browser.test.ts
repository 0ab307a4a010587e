// What a run goes on from: a row a finished fold, written once, and one that says where the run is.

import { clear, createStore, keys, set } from 'idb-keyval';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { FinishedFold } from '../evaluation/cross-validate';
import { checkpointStore } from './checkpoint-store';

const FOLDS = createStore('earmark-checkpoint-folds', 'rows');
const POSITIONS = createStore('earmark-checkpoints', 'rows');
const checkpoint = { version: 1, trainer: 'boosted-trees', epoch: 1, state: null } as const;
const history = [
  {
    epoch: 1,
    trainLoss: 1,
    trainAccuracy: 0.5,
    validationLoss: null,
    validationAccuracy: null,
    seconds: 1,
  },
];

function foldOf(fold: number): FinishedFold {
  const counts = { repeat: 1, fold, train: 2, validation: 0, test: 1, bestEpoch: 1 };
  const scores = { accuracy: 1, macroF1: 1, logLoss: 0.1, trainSeconds: 1 };
  const probabilities = Float32Array.of(fold, 0);
  return {
    score: { ...counts, ...scores },
    dealt: `deal ${fold}`,
    probabilities,
    predictMillisecondsPerClip: 1,
  };
}

beforeEach(async () => {
  await clear(FOLDS);
  await clear(POSITIONS);
});

describe('the checkpoint of a cross-validation', () => {
  it('comes back with its finished folds, which are not written again', async () => {
    await checkpointStore.addFold('run', 0, foldOf(1));
    await checkpointStore.addFold('run', 1, foldOf(2));
    expect(await checkpointStore.get('run')).toEqual({
      version: 1,
      checkpoint: null,
      history: [],
      folds: [foldOf(1), foldOf(2)],
    });
    const written = vi.spyOn(IDBObjectStore.prototype, 'put');
    const position = { version: 1, checkpoint, history, dealt: 'deal 3' } as const;
    await checkpointStore.setPosition('run', { ...position, numFolds: 2 });
    expect(written).toHaveBeenCalledTimes(1);
    vi.restoreAllMocks();
    const saved = { ...position, folds: [foldOf(1), foldOf(2)] };
    expect(await checkpointStore.get('run')).toEqual(saved);

    await checkpointStore.delete('run');
    expect(await checkpointStore.get('run')).toBeNull();
    expect(await keys(FOLDS)).toEqual([]);
    await checkpointStore.set('run', saved); // deleting a run can be undone
    expect(await checkpointStore.get('run')).toEqual(saved);
  });

  it('ends before a fold that cannot be read back', async () => {
    for (const fold of [1, 2, 3]) await checkpointStore.addFold('run', fold - 1, foldOf(fold));
    const row = { version: 1, checkpoint, history, dealt: 'deal 4', numFolds: 3 } as const;
    await checkpointStore.setPosition('run', row);
    await set('run/1', 'nonsense', FOLDS);
    const nothing = { version: 1, checkpoint: null, history: [] };
    expect(await checkpointStore.get('run')).toEqual({ ...nothing, folds: [foldOf(1)] });
  });
});

it('a run without folds comes back as it was, and takes nothing of another', async () => {
  await checkpointStore.setPosition('one', { version: 1, checkpoint, history });
  await checkpointStore.addFold('one-more', 0, foldOf(1));
  const saved = { version: 1, checkpoint, history, folds: [] };
  expect(await checkpointStore.get('one')).toEqual(saved);
  expect((await checkpointStore.runIds()).sort()).toEqual(['one', 'one-more']);
  await checkpointStore.delete('one');
  expect(await checkpointStore.runIds()).toEqual(['one-more']);
});
