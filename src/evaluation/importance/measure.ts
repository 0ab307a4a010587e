// Asks a fitted model by every measure that fits it what it listens to.

import type { FittedModel, Labels, TableInput } from '../../trainers/trainer';
import {
  createChangedPredictor,
  type ChangedPredictor,
} from '../../trainers/trees/changed-columns';
import { familiesOf } from './families';
import type { AskedClips, FeatureImportance, MeasuredImportance } from './importance';
import { permutationImportance, seededPermutations, type Drops } from './permutation';
import { shapMeasure, splitMeasures } from './tree-measures';

/** Shuffles a column: scikit-learn's default. */
const REPEATS = 5;
/** Share of the progress that SHAP values take. */
const SHAP_SHARE = 0.25;

export interface MeasureOptions {
  readonly model: FittedModel;
  /** Clips that the model did not learn from. */
  readonly x: TableInput;
  readonly y: Labels;
  readonly asked: AskedClips;
  readonly seed: number;
  readonly signal: AbortSignal;
  onProgress(fraction: number): void;
}

/** Rejects with the signal's reason when it is aborted. Models whose trees lack their cover have no SHAP values. */
export async function measureImportance(options: MeasureOptions): Promise<FeatureImportance> {
  const { model, x, y, asked, seed, signal, onProgress } = options;
  const measures: MeasuredImportance[] = [];
  if (model.trees) {
    const { ensemble } = model.trees;
    const split = splitMeasures(ensemble);
    measures.push(...split);
    if (split.some(({ measure }) => measure === 'cover')) {
      const seen = await model.trees.inputOf(x, signal);
      const shap = await shapMeasure(ensemble, seen, {
        signal,
        onProgress: (fraction) => onProgress(SHAP_SHARE * fraction),
      });
      measures.push(shap);
    }
  }
  const before = model.trees ? SHAP_SHARE : 0;
  onProgress(before);
  const families = familiesOf(x.columnNames);
  const numColumns = x.columnNames.length;
  const { baseline, accuracy, loss } = await permutationImportance({
    matrix: x.matrix,
    labels: y,
    // Column by column, then each family at once.
    groups: [...x.columnNames.map((_, i) => [i]), ...families.map(({ columns }) => columns)],
    permutations: seededPermutations(x.matrix.rows, REPEATS, seed),
    predict: predictorOf(model, x, signal),
    signal,
    onProgress: (fraction) => onProgress(before + (1 - before) * fraction),
  });
  const valuesOf = (values: readonly number[]) => ({
    columns: values.slice(0, numColumns),
    families: values.slice(numColumns),
  });
  const permuted = (
    measure: MeasuredImportance['measure'],
    { mean, sd }: Drops,
  ): MeasuredImportance => ({
    measure,
    subject: { columns: x.columnNames, families },
    overall: valuesOf(mean),
    spread: valuesOf(sd),
    byClass: null,
  });
  measures.push(permuted('permutation', accuracy), permuted('permutationLoss', loss));
  return { ...asked, classes: model.classes, repeats: REPEATS, baseline, measures };
}

/** Where trees ask the table's own columns, most of them need not be asked again when one column is shuffled. */
function predictorOf(model: FittedModel, x: TableInput, signal: AbortSignal): ChangedPredictor {
  const ensemble = model.trees?.ensemble;
  const isOwn =
    ensemble?.columnNames.length === x.columnNames.length &&
    x.columnNames.every((name, i) => ensemble.columnNames[i] === name);
  if (isOwn) return createChangedPredictor(ensemble, x.matrix, signal);
  return (matrix) => model.predictProba({ ...x, matrix }, signal);
}
