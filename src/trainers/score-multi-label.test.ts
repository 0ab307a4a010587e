import { expect, it } from 'vitest';
import golden from '../../test/golden/multi_label.json';
import { createMatrix, type Matrix } from '../core/matrix';
import { scoreMemberships } from './score-multi-label';

const matrixOf = (rows: readonly (readonly number[])[]): Matrix =>
  createMatrix(rows.length, rows[0]!.length, Float32Array.from(rows.flat()));

it.each(golden.cases)('agrees with scikit-learn: $name', (expected) => {
  const score = scoreMemberships(matrixOf(expected.probabilities), expected.true.flat());
  expect(score.loss).toBeCloseTo(expected.logLoss, 5);
  expect(score.accuracy).toBeCloseTo(expected.subsetAccuracy, 12);
});

it('is ln 2 for no knowledge and finite for certain mistakes', () => {
  const undecided = scoreMemberships(matrixOf([[0.5, 0.5]]), [1, 0]);
  expect(undecided.loss).toBeCloseTo(Math.log(2), 6);
  const wrong = scoreMemberships(matrixOf([[0, 1]]), [1, 0]);
  expect(wrong.loss).toBeCloseTo(-Math.log(2 ** -23), 6);
  expect(wrong.accuracy).toBe(0);
});
