// The model on top of a stack: a logistic regression on what the members say, side by side.

import { createMatrix, row, type Matrix } from '../../core/matrix';
import { logisticRegressionTrainer } from '../logistic-regression';
import type { Labels, ModelJson, TableInput } from '../trainer';

/** Enough for the penalised loss to stand still. */
const MOST_PASSES = 200;

/** Every member's probability of every class, shape [clips, members × classes]. */
export function topInput(answers: readonly Matrix[]): TableInput {
  const [first] = answers;
  if (!first) throw new RangeError('no members');
  const { rows, columns } = first;
  const matrix = createMatrix(rows, columns * answers.length);
  for (let i = 0; i < rows; i++) {
    answers.forEach((answer, m) => row(matrix, i).set(row(answer, i), m * columns));
  }
  const columnNames = answers.flatMap((_, m) =>
    Array.from({ length: columns }, (_class, k) => `member_${m + 1}_class_${k + 1}`),
  );
  return { kind: 'table', matrix, columnNames };
}

/** @param c inverse strength of the L2 penalty */
export async function fitTop(
  answers: readonly Matrix[],
  y: Labels,
  { c, seed, signal }: { c: number; seed: number; signal?: AbortSignal },
): Promise<ModelJson> {
  const params = { C: c, max_iter: MOST_PASSES };
  const context = { seed, ...(signal && { signal }) };
  const fitted = await logisticRegressionTrainer.fit(topInput(answers), y, params, context);
  return fitted.toJSON();
}
