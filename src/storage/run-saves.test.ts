// What is written of a run in training, in which order, and what happens when it cannot be.

import { beforeEach, expect, it, vi } from 'vitest';
import { EarmarkError } from '../core/errors';
import type { FinishedFold } from '../evaluation/cross-validate';
import type { ModelJson } from '../trainers/trainer';
import type { CheckpointRow } from './checkpoint-store';
import { RunSaves } from './run-saves';

const disk = vi.hoisted(() => ({ written: [] as unknown[][], problem: null as Error | null }));
const write = vi.hoisted(() => (...row: unknown[]) => {
  if (disk.problem) return Promise.reject(disk.problem);
  return new Promise<void>((resolve) => {
    setTimeout(() => {
      disk.written.push(row);
      resolve();
    });
  });
});
vi.mock('./checkpoint-store', () => ({
  checkpointStore: {
    setPosition: (...row: unknown[]) => write('position', ...row),
    addFold: (...row: unknown[]) => write('fold', ...row),
  },
}));
vi.mock('./run-store', () => ({
  modelStore: { set: (...row: unknown[]) => write('model', ...row) },
}));

const position = (epoch: number) =>
  ({ version: 1, history: [], epoch }) as unknown as CheckpointRow;
const model = (epoch: number) => ({ version: 1, state: epoch }) as unknown as ModelJson;

const problems: EarmarkError[] = [];
let sound = true;
const savesOf = (runId: string): RunSaves =>
  new RunSaves({ runId, isSound: () => sound, onProblem: (error) => void problems.push(error) });

beforeEach(() => {
  disk.written.length = 0;
  disk.problem = null;
  problems.length = 0;
  sound = true;
});

it('writes the model before the position it belongs to, and leaves out what was overtaken', async () => {
  const saves = savesOf('r');
  saves.put(position(1), model(1));
  saves.put(position(2), model(2));
  saves.put(position(3));
  await saves.settle();
  expect(disk.written).toEqual([
    ['model', 'r', model(1)],
    ['position', 'r', position(1)],
    ['model', 'r', model(2)],
    ['position', 'r', position(3)],
  ]);
});

it('writes a finished fold after every position inside it', async () => {
  const saves = savesOf('r');
  const fold = {} as FinishedFold;
  saves.put(position(1));
  saves.put(position(2));
  await saves.addFold(0, fold);
  expect(disk.written.at(-1)).toEqual(['fold', 'r', 0, fold]);
  expect(disk.written).toHaveLength(3);
});

it('writes nothing any more once the device is lost, though it waited since before', async () => {
  const saves = savesOf('r');
  saves.put(position(1), model(1));
  saves.put(position(2), model(2));
  sound = false;
  await saves.settle();
  expect(disk.written).toEqual([
    ['model', 'r', model(1)],
    ['position', 'r', position(1)],
  ]);
});

it('tells of a full storage, goes on, and saves the best model as soon as there is room', async () => {
  const saves = savesOf('r');
  disk.problem = new EarmarkError('storage-full', 'a full disk quota');
  saves.put(position(1), model(1));
  await saves.addFold(0, {} as FinishedFold);
  expect(problems.map(({ code }) => code)).toEqual(['storage-full', 'storage-full']);
  expect(problems[0]!.got).toMatch(/^a full disk quota \(training goes on/);
  expect(saves.best).toEqual(model(1));
  disk.problem = null;
  saves.put(position(2));
  await saves.settle();
  expect(disk.written).toEqual([
    ['model', 'r', model(1)],
    ['position', 'r', position(2)],
  ]);
  saves.put(position(3));
  await saves.settle();
  expect(disk.written.slice(2)).toEqual([['position', 'r', position(3)]]);
});
