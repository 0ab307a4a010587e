import { expect, it } from 'vitest';
import golden from '../../test/golden/metrics.json';
import { createMatrix, type Matrix } from '../core/matrix';
import { scoreGenres, scoreProbabilities } from './score';

const matrixOf = (rows: readonly (readonly number[])[]): Matrix =>
  createMatrix(rows.length, rows[0]!.length, Float32Array.from(rows.flat()));

it.each(golden.evaluations)('agrees with scikit-learn: $name', (expected) => {
  const score = scoreProbabilities(matrixOf(expected.probabilities), expected.true);
  expect(score.loss).toBeCloseTo(expected.logLoss, 5);
  expect(score.accuracy).toBeCloseTo(expected.accuracy, 12);
});

it('is ln(classes) for no knowledge and finite for certain mistakes', () => {
  const uniform = scoreProbabilities(matrixOf([[0.25, 0.25, 0.25, 0.25]]), [0]);
  expect(uniform.loss).toBeCloseTo(Math.log(4), 6);
  expect(uniform.accuracy).toBe(1);
  const wrong = scoreProbabilities(matrixOf([[0, 1]]), [0]);
  expect(wrong.loss).toBeCloseTo(-Math.log(2 ** -23), 6);
  expect(wrong.accuracy).toBe(0);
});

it.each(golden.evaluations)('agrees with scikit-learn genre by genre: $name', (expected) => {
  const { recall, f1 } = scoreGenres(matrixOf(expected.probabilities), expected.true);
  expected.support.forEach((count, k) => {
    if (count === 0) return expect([recall[k], f1[k]]).toEqual([null, null]);
    expect(recall[k]).toBeCloseTo(expected.recall[k]!, 12);
    expect(f1[k]).toBeCloseTo(expected.f1[k]!, 12);
  });
});

it('scores a genre that is never named 0, and one without clips not at all', () => {
  const answers = [
    [0.6, 0.3, 0.1],
    [0.5, 0.4, 0.1],
    [0.1, 0.2, 0.7],
  ];
  const { recall, f1 } = scoreGenres(matrixOf(answers), [0, 1, 0]);
  // Genre 0: one of its two clips found, and one of the two so named right.
  expect(recall).toEqual([0.5, 0, null]);
  expect(f1).toEqual([0.5, 0, null]);
});
