import { describe, expect, it } from 'vitest';
import type { ClipExplanation } from '../evaluation/importance/explain';
import { createRandom } from '../core/random';
import { measuredRange } from './format';
import { isSaid, scoreSentence, scoreTexts } from './importance-words';

const several = { objective: 'binary:logistic', classes: ['jazz', 'rock'] } as const;

describe('how a score came about, in words', () => {
  it('adds up as it is read', () => {
    for (const [expected, contributions, text] of [
      [-0.105, [1.65], /is 1\.5[45]: −0\.1[01] on average/],
      [-0.0151, [2.34], /is 2\.3[23]: −0\.02 on average/],
      [-0.002, [0.003], /is 0\.0010: −0\.0020 on average, and \+0\.0030 from/],
      [0.25, [-1.25], /is −1\.00: 0\.25 on average, and −1\.25 from/],
      [-0.001, [], /is 0\.00: 0\.00 on average, and 0\.00 from/],
    ] as const) {
      const sentence = scoreSentence(several, { expected, contributions, probability: 0.5 }, 0);
      expect(sentence).toMatch(text);
      const [whole = NaN, start = NaN, push = NaN] = (
        sentence.replaceAll('−', '-').match(/[+-]?\d+\.\d+/g) ?? []
      ).map(Number);
      expect(start + push).toBeCloseTo(whole, 10);
    }
  });

  it('adds up step by step, in one number of digits', () => {
    const random = createRandom(4);
    for (const scale of [3, 0.3, 0.004]) {
      const contributions = Array.from({ length: 12 }, () => scale * random.normal());
      const { start, steps, end } = scoreTexts({ expected: 0.333, contributions }, contributions);
      const digits = [start, ...steps, end].map((text) => text.split('.')[1]!.length);
      expect(new Set(digits).size).toBe(1);
      const read = (text: string): number => Number(text.replace('−', '-'));
      expect(steps.map(read).reduce((sum, step) => sum + step, read(start))).toBeCloseTo(
        read(end),
        9,
      );
      const unit = 10 ** -digits[0]!;
      steps.forEach((text, i) =>
        expect(Math.abs(read(text) - contributions[i]!)).toBeLessThanOrEqual(1.001 * unit),
      );
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
