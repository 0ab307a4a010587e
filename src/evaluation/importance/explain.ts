// Why a model of trees says what it says of one clip: what each column added to each genre's score, and where the
// clip's values lie among those that the genre has in training.

import { row, type Matrix } from '../../core/matrix';
import type { FittedModel, TrainingInput } from '../../trainers/trainer';
import type { Ensemble, Objective } from '../../trainers/trees/model-json';
import { shapValues, type Contributions } from '../../trainers/trees/shap';
import { addTree } from '../../trainers/trees/tree';
import { EarmarkError } from '../../core/errors';
import type { TypicalValues } from './typical';

/** How the score of one class came about; `expected` and all contributions sum to `margin`. */
export interface ClassExplanation {
  /** The margin on average over the training clips. */
  readonly expected: number;
  /** One a column. */
  readonly contributions: readonly number[];
  /** As the trees give it. */
  readonly margin: number;
  /** 0…1. */
  readonly probability: number;
}

export interface ClipExplanation {
  readonly clipId: string;
  readonly classes: readonly string[];
  readonly objective: Objective;
  readonly columns: readonly string[];
  /** What the trees see of the clip, one a column; NaN is missing. */
  readonly values: readonly number[];
  /** One a class. */
  readonly byClass: readonly ClassExplanation[];
  /** Of the training clips. */
  readonly typical: TypicalValues;
}

/**
 * Without the typical values, which need other clips.
 * @param x the one clip
 * @throws EarmarkError `model-not-explainable`, `model-without-cover`
 */
export async function explainRow(
  model: FittedModel,
  x: TrainingInput,
  signal?: AbortSignal,
): Promise<Omit<ClipExplanation, 'clipId' | 'typical'>> {
  if (!model.trees) throw new EarmarkError('model-not-explainable', 'a model without trees');
  const { ensemble } = model.trees;
  const probabilities = await model.predictProba(x, signal);
  const matrix = await model.trees.inputOf(x, signal);
  const contributions = await shapValues(ensemble, matrix, { signal });
  const margins = marginsOf(ensemble, matrix);
  const { classes, columnNames, objective } = ensemble;
  return {
    classes,
    objective,
    columns: columnNames,
    values: Array.from(row(matrix, 0)),
    byClass: classes.map((_, index) => ({
      ...ofClass(contributions, margins, index),
      probability: probabilities.data[index]!,
    })),
  };
}

/** Of the first row. Where one group tells two classes apart, it speaks for the second and against the first. */
function ofClass(
  { values, groups, columns }: Contributions,
  margins: Float32Array,
  index: number,
): Omit<ClassExplanation, 'probability'> {
  const group = Math.min(index, groups - 1);
  const sign = groups === 1 && index === 0 ? -1 : 1;
  const start = group * (columns + 1);
  return {
    expected: sign * values[start + columns]!,
    contributions: Array.from(values.subarray(start, start + columns), (value) => sign * value),
    margin: sign * margins[group]!,
  };
}

function marginsOf({ trees, treeGroups, baseMargins }: Ensemble, matrix: Matrix): Float32Array {
  const margins = Float32Array.from(baseMargins);
  const numGroups = margins.length;
  trees.forEach((tree, i) =>
    addTree(tree, matrix, margins, { group: treeGroups[i]!, numGroups, end: 1 }),
  );
  return margins;
}
