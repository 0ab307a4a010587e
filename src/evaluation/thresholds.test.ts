import { describe, expect, it } from 'vitest';
import golden from '../../test/golden/multi_label.json';
import { createMatrix } from '../core/matrix';
import { evaluateMultiLabel } from './multi-label';
import { meanThresholds, tuneThresholds } from './thresholds';

/** One label: of each clip its probability and whether it has the label. */
function tuned(...clips: readonly (readonly [number, 0 | 1])[]): number {
  const values = Float32Array.from(clips, ([probability]) => probability);
  const memberships = clips.map(([, member]) => member);
  return tuneThresholds(createMatrix(clips.length, 1, values), memberships)[0]!;
}

describe.each(golden.cases)('thresholds, against scikit-learn: $name', (expected) => {
  it('reach the highest F1 that any does', () => {
    const labels = expected.true[0]!.length;
    const values = Float32Array.from(expected.probabilities.flat());
    const probabilities = createMatrix(expected.true.length, labels, values);
    const memberships = Uint8Array.from(expected.true.flat());
    const thresholds = tuneThresholds(probabilities, memberships);
    const truth = {
      ...{ memberships, thresholds, indices: new Int32Array(expected.true.length) },
      classes: thresholds.map((_, k) => `label ${k}`),
    };
    const ids = expected.true.map((_, i) => `clip${i}`);
    const { labels: scored } = evaluateMultiLabel(truth, probabilities, ids).multiLabel!;
    scored.forEach(({ f1, support }, k) => {
      const isTuned = support >= 2 && support < ids.length;
      if (isTuned) expect(f1).toBeCloseTo(expected.bestF1[k]!, 10);
      else expect(thresholds[k]).toBe(0.5);
    });
  });
});

describe('a threshold', () => {
  it('lies in the middle between the clips that it parts, or at one half where that does the same', () => {
    expect(tuned([0.25, 1], [0.1875, 1], [0.125, 0], [0, 0])).toBe(0.15625);
    expect(tuned([0.75, 1], [0.625, 1], [0.375, 0], [0, 0])).toBe(0.5);
    expect(tuned([0.875, 1], [0.8125, 1], [0.75, 0], [0, 0])).toBe(0.78125);
  });

  it('is the one nearest to one half of equally good ones', () => {
    // Both places give F1 2/3: after the first two clips, and after all.
    expect(tuned([0.75, 1], [0.5625, 0], [0.25, 1], [0.1875, 0], [0.125, 0], [0.0625, 0])).toBe(
      0.21875,
    );
    expect(tuned([0.9375, 1], [0.75, 1], [0.25, 0], [0.125, 0])).toBe(0.5);
  });

  it('is one half where fewer than two clips have the label, or all', () => {
    expect(tuned([0.25, 1], [0.125, 0])).toBe(0.5);
    expect(tuned([0.25, 0], [0.125, 0])).toBe(0.5);
    expect(tuned([0.25, 1], [0.125, 1])).toBe(0.5);
  });

  it('of several folds is their mean', () => {
    expect(meanThresholds([[0.25, 0.5], undefined, [0.75, 0.5]])).toEqual([0.5, 0.5]);
    expect(meanThresholds([undefined])).toBeUndefined();
  });
});
