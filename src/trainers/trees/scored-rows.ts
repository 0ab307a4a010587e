// Labelled rows with what the trees so far say of them, kept up to date tree by tree.

import { createMatrix, type Matrix } from '../../core/matrix';
import type { Score } from '../score';
import { scoreLabels } from '../score-labels';
import type { Labels } from '../trainer';
import { createTarget } from './objective';
import { addTree, type Tree } from './tree';

export interface ScoredRows {
  /** Probabilities as of the last `score`, shape [rows, groups]. */
  readonly probabilities: Matrix;
  /** Adds a tree's answers to the margins of its group. */
  add(tree: Tree, group: number): void;
  /** The same, where the answers are known: one a row. */
  addAnswers(answers: Float32Array, group: number): void;
  /** Brings `probabilities` up to date; says how well they fit. */
  score(): Score;
  /** Derivatives of the loss as of the last `score`, shape [rows, 2]. */
  derivatives(group: number): Float32Array;
}

export interface ScoreRowsOptions {
  /** Margin of each group before the first tree. */
  readonly baseMargins: readonly number[];
  readonly scalePosWeight: number;
  /** In the order they were grown: round by round, one a group. */
  readonly trees: readonly Tree[];
  readonly score?: typeof scoreLabels;
}

export function scoreRows(
  matrix: Matrix,
  labels: Labels,
  { baseMargins, scalePosWeight, trees, score = scoreLabels }: ScoreRowsOptions,
): ScoredRows {
  const target = createTarget(labels, scalePosWeight);
  const { numGroups } = target;
  const margins = new Float32Array(matrix.rows * numGroups);
  for (let i = 0; i < margins.length; i += numGroups) margins.set(baseMargins, i);
  const probabilities = createMatrix(matrix.rows, numGroups);
  const scored: ScoredRows = {
    probabilities,
    add: (tree, group) => addTree(tree, matrix, margins, { group, numGroups }),
    addAnswers: (answers, group) =>
      answers.forEach((answer, i) => (margins[i * numGroups + group]! += answer)),
    score: () => {
      target.toProbabilities(margins, probabilities.data);
      return score(probabilities, labels);
    },
    derivatives: (group) => target.derivatives(probabilities, group),
  };
  trees.forEach((tree, i) => scored.add(tree, i % numGroups));
  scored.score();
  return scored;
}
