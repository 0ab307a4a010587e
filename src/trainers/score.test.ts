import { expect, it } from 'vitest';
import golden from '../../test/golden/metrics.json';
import { createMatrix, type Matrix } from '../core/matrix';
import { scoreProbabilities } from './score';

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
