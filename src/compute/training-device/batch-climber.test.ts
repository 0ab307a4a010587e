// A simulated device: how long a part of n examples takes, and how many it has room for, are functions.

import { describe, expect, it, vi } from 'vitest';
import { createRandom } from '../../core/random';
import { EarmarkError } from '../../core/errors';
import { BatchClimber } from './batch-climber';

interface Simulated {
  readonly batchSize?: number;
  readonly sizes?: readonly number[];
  readonly first?: number;
  /** Milliseconds of one part. */
  partMilliseconds(examples: number): number;
  /** Examples there is room for. */
  readonly room?: number;
  /** Standard deviation of a step's time, as a share of it. */
  readonly noise?: number;
}

const FULL = new EarmarkError('device-memory-full', 'none left');

/** Trains `steps` steps; each is repeated until it fits, and learns from the whole batch whatever happens. */
function train(steps: number, simulated: Simulated) {
  const { batchSize = 64, sizes = [8, 16, 32, 64], first = 0, room = Infinity } = simulated;
  const onChange = vi.fn();
  const ladder = { sizes, first, ceiling: 'batch' } as const;
  const climber = new BatchClimber({ ladder, onChange });
  const random = createRandom(3);
  const used: number[] = [];
  const reasons = new Set<string>([climber.reason]);
  let learned = 0;
  for (let step = 0; step < steps; step++) {
    while (climber.size > room)
      if (!climber.stepDown(FULL, climber.size)) return { climber, used, reasons, learned };
    const { size } = climber;
    const isFirst = !used.includes(size);
    used.push(size);
    learned += batchSize;
    const time = (batchSize / size) * simulated.partMilliseconds(size);
    const factor = 1 + (simulated.noise ?? 0) * random.normal();
    climber.onStep({
      examples: batchSize,
      examplesAtOnce: size,
      milliseconds: (isFirst ? 50 : factor) * time, // shaders
    });
    reasons.add(climber.reason);
  }
  return { climber, used, reasons, learned, onChange };
}

function changesOf(used: readonly number[]): number[] {
  return used.filter((size, i) => size !== used[i - 1]);
}

describe('climbing', () => {
  it('goes up to the whole batch while that is faster', () => {
    const { used, climber, learned } = train(40, { partMilliseconds: (n) => 10 + n });
    expect(changesOf(used)).toEqual([8, 16, 32, 64]);
    expect(climber.reason).toBe('64 excerpts at once: 1.1× faster than 32.');
    expect(learned).toBe(40 * 64);
  });

  it('goes back down from a size that is no faster, and stays', () => {
    const { used, climber } = train(200, { partMilliseconds: (n) => (n <= 16 ? 20 : 1.3 * n) });
    expect(changesOf(used)).toEqual([8, 16, 32, 16]);
    expect(climber.reason).toBe('16 excerpts at once: 32 were no faster.');
  });

  it('says how much slower the larger size was', () => {
    const { climber } = train(200, { partMilliseconds: (n) => (n <= 16 ? 20 : 3 * n) });
    expect(climber.reason).toBe('16 excerpts at once: 32 were 2.4× slower.');
  });

  it('gives each reason on the way', () => {
    const { reasons } = train(24, { partMilliseconds: () => 20 });
    expect([...reasons]).toEqual([
      '8 excerpts at once to begin with: more are tried once these are timed.',
      '16 excerpts at once: timed against 8.',
      '32 excerpts at once: timed against 16.',
      '64 excerpts at once: timed against 32.',
      '64 excerpts at once: 2.0× faster than 32.',
    ]);
  });

  it('does not oscillate where sizes are alike and times vary', () => {
    for (const slope of [0.9, 1, 1.1]) {
      const { used, climber } = train(3000, {
        partMilliseconds: (n) => 20 * (n / 8) ** slope,
        noise: 0.15,
      });
      expect(changesOf(used).length).toBeLessThanOrEqual(5);
      expect(new Set(used.slice(100))).toEqual(new Set([climber.size]));
    }
  });

  it('does not count the rest of an epoch, nor late news of another size', () => {
    const ladder = { sizes: [8, 16], first: 0, ceiling: 'batch' } as const;
    const climber = new BatchClimber({ ladder });
    climber.onStep({ examples: 16, examplesAtOnce: 8, milliseconds: 1 });
    for (let i = 0; i < 20; i++) {
      climber.onStep({ examples: 3, examplesAtOnce: 8, milliseconds: 1 });
      climber.onStep({ examples: 16, examplesAtOnce: 16, milliseconds: 1 });
    }
    expect(climber.size).toBe(8);
    expect(climber.measured.size).toBe(0);
  });

  it('has no choice where there is one size', () => {
    const { climber, onChange } = train(30, {
      sizes: [8],
      batchSize: 8,
      partMilliseconds: () => 1,
    });
    expect(climber.reason).toBe('8 excerpts at once: the whole batch.');
    expect(onChange).not.toHaveBeenCalled();
  });
});

describe('running out of memory', () => {
  it('takes half, and never tries what was too much again', () => {
    const { used, climber, learned, onChange } = train(500, {
      partMilliseconds: (n) => 10 + n,
      room: 20,
    });
    expect(changesOf(used)).toEqual([8, 16]);
    expect(climber.reason).toBe('16 excerpts at once: 32 were too much for the graphics memory.');
    expect(climber.ranOutAt).toBe(32);
    expect(learned).toBe(500 * 64);
    expect(onChange).toHaveBeenCalledTimes(3); // 16, 32, 16
  });

  it('goes down as often as it takes', () => {
    const { used } = train(50, { partMilliseconds: () => 1, first: 3, room: 8 });
    expect(changesOf(used)).toEqual([8]);
  });

  it('gives up at one group', () => {
    const { learned, climber } = train(50, { partMilliseconds: () => 1, room: 7 });
    expect(learned).toBe(0);
    expect(climber.size).toBe(8);
  });

  it('blames the size of the step that failed, not the one that came after it', () => {
    const steps = (climber: BatchClimber, count: number) => {
      for (let i = 0; i < count; i++) {
        climber.onStep({ examples: 64, examplesAtOnce: climber.size, milliseconds: 9 });
      }
    };
    const ladder = { sizes: [8, 16, 32, 64], first: 1, ceiling: 'batch' } as const;
    const climbed = new BatchClimber({ ladder });
    steps(climbed, 6);
    expect(climbed.size).toBe(32);
    expect(climbed.stepDown(FULL, 16)).toBe(true);
    expect(climbed.size).toBe(8);
    expect(climbed.ranOutAt).toBe(16);
    expect(climbed.reason).toBe('8 excerpts at once: 16 were too much for the graphics memory.');
    expect(climbed.stepDown(FULL, 8)).toBe(false);

    const wentBack = new BatchClimber({ ladder });
    steps(wentBack, 12);
    expect(wentBack.size).toBe(16);
    expect(wentBack.stepDown(FULL, 32)).toBe(true);
    expect(wentBack.size).toBe(16);
    expect(wentBack.ranOutAt).toBe(32);
  });

  it('is not what other errors mean', () => {
    const ladder = { sizes: [8, 16], first: 1, ceiling: 'batch' } as const;
    const climber = new BatchClimber({ ladder });
    expect(climber.stepDown(new EarmarkError('compute-failed', 'a lost device'), 16)).toBe(false);
    expect(climber.stepDown(new TypeError('a mistake'), 16)).toBe(false);
    expect(climber.size).toBe(16);
    // Whether it was the device that threw is known where its work is guarded.
    expect(climber.stepDown(new RangeError('Invalid array length'), 16)).toBe(false);
    expect(climber.size).toBe(16);
    expect(climber.ranOutAt).toBeNull();
  });
});
