import { expect, it } from 'vitest';
import { LatestSave } from './latest-save';

interface Given {
  readonly state: number;
  readonly best: string | null;
}

/** Saves that end when they are told to. */
function slowSaves() {
  const written: Given[] = [];
  const errors: unknown[] = [];
  let release: (error?: Error) => void = () => undefined;
  const saves = new LatestSave<Given>({
    write: (value) => {
      written.push(value);
      return new Promise((resolve, reject) => {
        release = (error) => (error ? reject(error) : resolve());
      });
    },
    merge: (waiting, newer) => ({ ...newer, best: newer.best ?? waiting.best }),
    onError: (error) => errors.push(error),
  });
  return { saves, written, errors, release: (error?: Error) => release(error) };
}

const turn = () => new Promise((resolve) => setTimeout(resolve));

it('writes one at a time, and of those that wait only the newest, with what it must keep', async () => {
  const { saves, written, release } = slowSaves();
  saves.put({ state: 1, best: 'a' });
  saves.put({ state: 2, best: 'b' });
  saves.put({ state: 3, best: null });
  expect(written).toEqual([{ state: 1, best: 'a' }]);
  release();
  await turn();
  expect(written.slice(1)).toEqual([{ state: 3, best: 'b' }]);
  const settled = saves.settle();
  release();
  await settled;
  expect(written).toHaveLength(2);
  saves.put({ state: 4, best: null });
  expect(written.at(-1)).toEqual({ state: 4, best: null });
});

it('tells of a save that failed, and tries the next', async () => {
  const { saves, written, errors, release } = slowSaves();
  saves.put({ state: 1, best: null });
  saves.put({ state: 2, best: null });
  release(new Error('full'));
  await turn();
  expect(errors).toEqual([new Error('full')]);
  release();
  await saves.settle();
  expect(written.map(({ state }) => state)).toEqual([1, 2]);
});

it('has settled while there is nothing to save', async () => {
  await slowSaves().saves.settle();
});

it('goes on where the one that is told of a failure fails too', async () => {
  const written: number[] = [];
  const saves = new LatestSave<number>({
    write: async (value) => {
      if (value === 1) throw new Error('full');
      written.push(value);
    },
    merge: (_, newer) => newer,
    onError: () => {
      throw new Error('gone');
    },
  });
  saves.put(1);
  await saves.settle();
  saves.put(2);
  await saves.settle();
  expect(written).toEqual([2]);
});
