// Labelled rows with what the trees so far say of them, kept up to date tree by tree.

import { createMatrix, type Matrix } from '../../core/matrix';
import { scoreProbabilities, type Score } from '../score';
import type { Labels } from '../trainer';
import { BASE_MARGIN } from './model-json';
import { softmaxRows } from './softmax';
import { addTree, type Tree } from './tree';

export interface ScoredRows {
  readonly labels: Int32Array;
  /** Class probabilities as of the last `score`, shape [rows, classes]. */
  readonly probabilities: Matrix;
  /** Adds a tree's answers to the margins of its class. */
  add(tree: Tree, classIndex: number): void;
  /** Brings `probabilities` up to date; says how well they fit. */
  score(): Score;
}

/** Starts from `trees`, in the order they were grown: round by round, one a class. */
export function scoreRows(
  matrix: Matrix,
  { indices, classes }: Labels,
  trees: readonly Tree[],
): ScoredRows {
  const numClasses = classes.length;
  const margins = new Float32Array(matrix.rows * numClasses).fill(BASE_MARGIN);
  const probabilities = createMatrix(matrix.rows, numClasses);
  const scored: ScoredRows = {
    labels: indices,
    probabilities,
    add: (tree, classIndex) =>
      addTree(tree, matrix, margins, { group: classIndex, numGroups: numClasses }),
    score: () => {
      softmaxRows(margins, numClasses, probabilities.data);
      return scoreProbabilities(probabilities, indices);
    },
  };
  trees.forEach((tree, i) => scored.add(tree, i % numClasses));
  scored.score();
  return scored;
}
