import { describe, expect, it } from 'vitest';
import { fits, memoryBudget, planLadder, type DeviceMemory } from './memory-model';

const MEBIBYTE = 2 ** 20;

const needs = {
  fixedBytes: 10 * MEBIBYTE,
  bytesPerExample: 10 * MEBIBYTE,
  largestBytesPerExample: 2 * MEBIBYTE,
};

function memory(over: Partial<Record<'buffer' | 'binding' | 'budget', number>>): DeviceMemory {
  const { buffer = 1000, binding = 1000, budget = 10_000 } = over;
  return {
    limits: {
      maxBufferSize: buffer * MEBIBYTE,
      maxStorageBufferBindingSize: binding * MEBIBYTE,
    },
    budgetBytes: budget * MEBIBYTE,
  };
}

const plan = (batchSize: number, device: DeviceMemory, group = 8) =>
  planLadder({ needs, group, batchSize }, device);

describe('the ladder of sizes', () => {
  it('goes from one group up to the whole batch in powers of two', () => {
    expect(plan(64, memory({}))).toEqual({ sizes: [8, 16, 32, 64], first: 2, ceiling: 'batch' });
    expect(plan(100, memory({})).sizes).toEqual([8, 16, 32, 64, 100]);
    expect(plan(8, memory({})).sizes).toEqual([8]);
    expect(plan(3, memory({})).sizes).toEqual([3]);
    expect(plan(12, memory({}), 1).sizes).toEqual([1, 2, 4, 8, 12]);
  });

  it('begins where a quarter of the budget is enough', () => {
    expect(plan(64, memory({ budget: 4 * 170 }))).toMatchObject({ first: 1, ceiling: 'batch' });
    expect(plan(64, memory({ budget: 651 }))).toMatchObject({ first: 0, ceiling: 'batch' });
  });

  it('holds no size whose largest tensor is more than a buffer or a binding', () => {
    expect(plan(64, memory({ buffer: 63 }))).toMatchObject({ sizes: [8, 16], ceiling: 'buffer' });
    expect(plan(64, memory({ binding: 64 }))).toMatchObject({
      sizes: [8, 16, 32],
      ceiling: 'buffer',
    });
  });

  it('holds no size above the budget, but always one group: the budget is a guess', () => {
    expect(plan(64, memory({ budget: 330 }))).toMatchObject({
      sizes: [8, 16, 32],
      ceiling: 'budget',
    });
    expect(plan(64, memory({ budget: 1 }))).toMatchObject({ sizes: [8], ceiling: 'budget' });
  });

  it('is refused where one group does not fit into a buffer', () => {
    expect(() => plan(64, memory({ binding: 15 }))).toThrow(
      expect.objectContaining({
        code: 'device-memory-full',
        got: '16.8 MB in one piece for 8 excerpts, where this graphics processor takes 15.7 MB',
      }),
    );
  });
});

it('tells whether a batch of some size fits', () => {
  expect(fits(needs, 32, memory({ binding: 64, budget: 330 }))).toBe(true);
  expect(fits(needs, 33, memory({ binding: 64 }))).toBe(false);
  expect(fits(needs, 32, memory({ budget: 329 }))).toBe(false);
});

it('budgets a share of the memory that the browser tells of', () => {
  expect(memoryBudget(8, false)).toBe(2 * 2 ** 30);
  expect(memoryBudget(8, true)).toBe(2 ** 30);
  expect(memoryBudget(undefined, false)).toBe(2 ** 30);
});
