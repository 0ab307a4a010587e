import { describe, expect, it } from 'vitest';
import type { ClipExplanation } from '../evaluation/importance/explain';
import { measuredRange } from './format';
import { isSaid, scoreSentence } from './importance-words';

const several = { objective: 'binary:logistic', classes: ['jazz', 'rock'] } as const;

describe('how a score came about, in words', () => {
  it('adds up as it is read', () => {
    for (const [margin, expected, text] of [
      [1.545, -0.105, /is 1\.5[45]: −0\.1[01] on average/],
      [2.325, -0.0151, /is 2\.3[23]: −0\.02 on average/],
      [0.001, -0.002, /is 0\.00: 0\.00 on average, and 0\.00 from/],
      [-1, 0.25, /is −1\.00: 0\.25 on average, and −1\.25 from/],
    ] as const) {
      const sentence = scoreSentence(several, { margin, expected, probability: 0.5 }, 0);
      expect(sentence).toMatch(text);
      const [whole = NaN, start = NaN, push = NaN] = (
        sentence.replaceAll('−', '-').match(/[+-]?\d+\.\d\d/g) ?? []
      ).map(Number);
      expect(start + push).toBeCloseTo(whole, 10);
    }
  });

  it('asks "why not" of what was not said', () => {
    const said = (objective: ClipExplanation['objective'], probabilities: readonly number[]) => {
      const byClass = probabilities.map((probability) => ({ probability }));
      const explanation = { objective, byClass } as unknown as ClipExplanation;
      return probabilities.map((_, index) => isSaid(explanation, index));
    };
    expect(said('multi:softprob', [0.2, 0.5, 0.3])).toEqual([false, true, false]);
    expect(said('binary:logistic', [0.6, 0.9, 0.1])).toEqual([true, true, false]);
    expect(said('binary:logistic', [0.1, 0.4])).toEqual([false, true]);
  });

  it('tells both ends of a range in one notation', () => {
    expect(measuredRange(78, 110)).toBe('78 to 110');
    const tiny = measuredRange(-1.39e-5, 4.19e-6).replaceAll('\u00a0', ' ');
    expect(tiny).toBe('−1.39 × 10⁻⁵ to 4.19 × 10⁻⁶');
    expect(measuredRange(0, 0.5)).toBe('0 to 0.5');
  });
});
