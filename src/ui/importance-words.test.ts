import { describe, expect, it } from 'vitest';
import type { ClipExplanation } from '../evaluation/importance/explain';
import type { FeatureImportance } from '../evaluation/importance/importance';
import { clipNotation, importanceBasis, isSaid, scoreSentence } from './importance-words';

const several = { objective: 'binary:logistic', classes: ['jazz', 'rock'] } as const;

describe('how a score came about, in words', () => {
  it('adds up as it is read, and says whether the answer is yes', () => {
    for (const [expected, contribution, text] of [
      [-0.105, 1.65, /is 1\.545: −0\.105 on average, and \+1\.650 from/],
      [-0.002, 0.003, /is 0\.0010: −0\.0020 on average, and \+0\.0030 from/],
      [0.25, -1.25, /is −1\.000: 0\.250 on average, and −1\.250 from/],
      [-0.0001, 0, /is 0\.000: 0\.000 on average, and 0\.000 from/],
    ] as const) {
      const margin = expected + contribution;
      const byClass = [{ expected, contributions: [contribution], margin, probability: 0.34 }];
      const sentence = scoreSentence({ ...several, byClass }, 0);
      expect(sentence).toMatch(text);
      expect(sentence).toMatch(/34\s%. The answer is no: it is less than 50\s%\.$/);
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
    expect(said('binary:logistic', [0.1, 0.4])).toEqual([false, false]);
  });

  it('claims nothing of clips that the model may have learned from', () => {
    const importance: FeatureImportance = {
      ...{ part: 'test' as const, clips: 500, clipsInPart: 1000, repeats: 5, classes: [] },
      ...{ baseline: { accuracy: 0.9, loss: 0.5 }, savedTime: null, measures: [] },
    };
    expect(importanceBasis('shap', importance, null)).toBe(
      'Asked on 500 clips (drawn from 1,000 clips), any of which the model may have learned from.',
    );
    expect(importanceBasis('gain', importance, null)).toMatch(
      /learned from clips that are not known/,
    );
    expect(importanceBasis('shap', importance, { split: 'random split', trained: 60 })).toBe(
      'Asked on 500 held-out clips (drawn from 1,000 held-out clips), random split.',
    );
  });

  it('tells values and what is usual in one notation', () => {
    const [value, lower, upper] = [-5.91e-5, -2.03e-5, 0.0002];
    const explanation = {
      values: [value, 92],
      typical: { clips: [3], quartiles: [[{ lower, median: 0, upper }, null]] },
    };
    const { short } = clipNotation(explanation, 0, [0, 1]);
    expect(
      [value, lower, upper, 92, 0].map((each) => short(each).replaceAll('\u00a0', ' ')),
    ).toEqual(['−5.91 × 10⁻⁵', '−2.03 × 10⁻⁵', '2 × 10⁻⁴', '92', '0']);
  });
});
