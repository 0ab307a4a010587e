import { expect, it } from 'vitest';
import { suggestionsFor, type DeviceFacts } from './suggestions';

const facts: DeviceFacts = {
  isProcessor: false,
  losses: 0,
  shares: null,
  batchSize: 16,
  examplesAtOnce: 16,
  stepMilliseconds: new Map(),
  fits: () => true,
  ranOutAt: null,
};

const say = (over: Partial<DeviceFacts>) => suggestionsFor({ ...facts, ...over }).join(' ');

/** Milliseconds of a step of 16 examples, where a part of n takes a + b·n. */
const timed = (a: number, b: number) =>
  new Map([
    [8, 2 * (a + 8 * b)],
    [16, a + 16 * b],
  ]);

it('tells of a larger batch that would fit and be faster', () => {
  expect(say({ stepMilliseconds: timed(12, 0.25) })).toBe(
    'A batch of 32 would fit and be about 1.6× faster.',
  );
  expect(say({ stepMilliseconds: timed(0.1, 1) })).toBe('');
  expect(say({ stepMilliseconds: timed(12, 0.25), fits: (size) => size < 32 })).toBe('');
  expect(say({ stepMilliseconds: timed(12, 0.25), examplesAtOnce: 8 })).toBe('');
});

it('promises no number where only one size was timed', () => {
  expect(say({ batchSize: 8, examplesAtOnce: 8, stepMilliseconds: new Map([[8, 10]]) })).toBe(
    'A batch of 32 would fit, and keep the graphics processor busier.',
  );
  expect(say({ batchSize: 32, examplesAtOnce: 32 })).toBe('');
});

it('tells what to do where the device was lost or full', () => {
  const busy = { batchSize: 64, examplesAtOnce: 32 };
  expect(say({ ...busy, losses: 1 })).toContain('the device was lost once.');
  expect(say({ ...busy, losses: 2 })).toBe(
    'Close other tabs and programs that draw: the device was lost twice.',
  );
  expect(say({ ...busy, losses: 3 })).toContain('lost 3 times.');
  expect(say({ ...busy, ranOutAt: 64 })).toBe(
    'Close other tabs and programs that draw: the graphics memory was full at 64 excerpts at once.',
  );
});

it('tells where the time goes if it is not the network', () => {
  const shares = { input: 0.6, forward: 0.1, backward: 0.2, optimiser: 0.1 };
  expect(say({ batchSize: 32, examplesAtOnce: 32, shares })).toMatch(/reading the clips/);
  expect(say({ isProcessor: true })).toMatch(/^This computer has no graphics processor/);
});
