import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '../../test/golden/metrics.json';
import { createMatrix, type Matrix } from '../core/matrix';
import { wilsonInterval } from './intervals';
import { evaluate } from './metrics';

const CLASSES = ['blues', 'jazz', 'metal', 'reggae', 'rock'];

function matrixOf(rows: readonly (readonly number[])[], columns = CLASSES.length): Matrix {
  return createMatrix(rows.length, columns, Float32Array.from(rows.flat()));
}

function ids(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `clip${i}`);
}

describe.each(golden.evaluations)('evaluate, against scikit-learn: $name', (expected) => {
  const probabilities = matrixOf(expected.probabilities);
  const result = evaluate(expected.true, probabilities, CLASSES, ids(expected.true.length));

  it('agrees on accuracy and macro F1', () => {
    expect(result.accuracy).toBeCloseTo(expected.accuracy, 12);
    expect(result.macroF1).toBeCloseTo(expected.macroF1, 12);
  });

  it('agrees on every genre and every cell', () => {
    result.genres.forEach((genre, k) => {
      expect(genre.genre).toBe(CLASSES[k]);
      expect(genre.precision).toBeCloseTo(expected.precision[k]!, 12);
      expect(genre.recall).toBeCloseTo(expected.recall[k]!, 12);
      expect(genre.f1).toBeCloseTo(expected.f1[k]!, 12);
      expect(genre.support).toBe(expected.support[k]);
    });
    expect(result.confusion).toEqual(expected.confusion);
  });
});

describe('evaluate', () => {
  it('keeps each clip with its probabilities', () => {
    const { predictions } = evaluate([1], matrixOf([[0.25, 0.75]], 2), ['a', 'b'], ['x']);
    expect(predictions).toEqual([
      { clipId: 'x', trueIndex: 1, predictedIndex: 1, probabilities: [0.25, 0.75] },
    ]);
  });

  it('stays within 0…1, and the confusion matrix counts every clip once', () => {
    const rows = fc.array(
      fc.tuple(
        fc.nat(2),
        fc.array(fc.float({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
      ),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(rows, (clips) => {
        const probabilities = matrixOf(
          clips.map(([, values]) => values),
          3,
        );
        const truth = clips.map(([index]) => index);
        const result = evaluate(truth, probabilities, ['a', 'b', 'c'], ids(clips.length));
        expect(result.confusion.flat().reduce((sum, n) => sum + n)).toBe(clips.length);
        for (const value of [result.accuracy, result.macroF1]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('refuses what is no number, names how many clips', () => {
    const broken = matrixOf([[NaN, NaN], [0.5, 0.5]], 2); // prettier-ignore
    expect(() => evaluate([0, 1], broken, ['a', 'b'], ids(2))).toThrow(
      expect.objectContaining({
        code: 'training-diverged',
        got: 'probabilities that are not numbers, for 1 of 2 clips',
      }) as Error,
    );
  });

  it('refuses no clips and shapes that do not belong together', () => {
    expect(() => evaluate([], createMatrix(0, 2), ['a', 'b'], [])).toThrow('0 clips to score');
    expect(() => evaluate([0], matrixOf([[1, 0]], 2), ['a', 'b', 'c'], ids(1))).toThrow(
      'shape [1, 2]',
    );
  });
});

describe('wilsonInterval', () => {
  it.each(golden.wilson)('agrees with scipy for $successes of $n', (expected) => {
    const [low, high] = wilsonInterval(expected.successes, expected.n);
    expect(low).toBeCloseTo(expected.low, 12);
    expect(high).toBeCloseTo(expected.high, 12);
  });
  it('knows nothing without clips', () => {
    expect(wilsonInterval(0, 0)).toEqual([0, 1]);
  });
});
