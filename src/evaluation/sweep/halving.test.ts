import { describe, expect, it } from 'vitest';
import { ETA, successiveHalving } from './halving';

const pairs = (tries: number, budget: number) =>
  successiveHalving(tries, budget).map((rung) => [rung.tries, rung.budget]);

describe('successive halving', () => {
  it('has the rungs of Hyperband’s brackets (Li et al. 2018, table 1: R = 81, η = 3)', () => {
    expect(pairs(81, 81)).toEqual([
      [81, 1],
      [27, 3],
      [9, 9],
      [3, 27],
      [1, 81],
    ]);
    expect(pairs(9, 81)).toEqual([
      [9, 9],
      [3, 27],
      [1, 81],
    ]);
    expect(pairs(6, 81)).toEqual([
      [6, 27],
      [2, 81],
    ]);
  });

  it('is worked out by hand for 10 settings and 30 epochs', () => {
    expect(pairs(10, 30)).toEqual([
      [10, 3],
      [3, 10],
      [1, 30],
    ]);
  });

  it('has fewer rungs where the budget is too small to share', () => {
    expect(pairs(27, 4)).toEqual([
      [27, 1],
      [9, 4],
    ]);
    expect(pairs(27, 2)).toEqual([[27, 2]]);
    expect(pairs(2, 100)).toEqual([[2, 100]]);
  });

  it('costs at most half more by training anew than by going on', () => {
    for (let tries = ETA; tries <= 200; tries++) {
      const rungs = successiveHalving(tries, 500);
      let before = 0;
      let [anew, goneOn] = [0, 0];
      for (const { tries, budget } of rungs) {
        anew += tries * budget!;
        goneOn += tries * (budget! - before);
        before = budget!;
      }
      expect(anew / goneOn).toBeLessThanOrEqual(1.51); // budgets are whole
    }
  });
});
