import { describe, expect, it } from 'vitest';
import { createRandom } from './random';

describe('createRandom', () => {
  it('repeats itself for a seed and differs between seeds', () => {
    const draw = (seed: number): number[] => {
      const random = createRandom(seed);
      return Array.from({ length: 5 }, () => random.next());
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('is uniform in [0, 1): every tenth holds a tenth', () => {
    const random = createRandom(1);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) counts[Math.floor(random.next() * 10)]!++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  it('gives normal deviates of mean 0 and standard deviation 1', () => {
    const random = createRandom(2);
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < 100_000; i++) {
      const value = random.normal();
      sum += value;
      squares += value * value;
    }
    expect(sum / 100_000).toBeCloseTo(0, 1);
    expect(squares / 100_000).toBeCloseTo(1, 1);
  });

  it('forks streams that depend on the label alone, not on what was drawn before', () => {
    const fresh = createRandom(3).fork('epoch 2').next();
    const used = createRandom(3);
    used.next();
    expect(used.fork('epoch 2').next()).toBe(fresh);
    expect(used.fork('epoch 3').next()).not.toBe(fresh);
  });

  it('shuffles in place and keeps every item', () => {
    const items = Array.from({ length: 50 }, (_, i) => i);
    const shuffled = createRandom(4).shuffle([...items]);
    expect(shuffled).not.toEqual(items);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(items);
  });
});
