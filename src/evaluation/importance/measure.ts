// Asks a fitted model by every measure that fits it what it listens to.

import { takeRows } from '../../core/matrix';
import { createRandom } from '../../core/random';
import type { FittedModel, Labels, TableInput } from '../../trainers/trainer';
import type { Ensemble } from '../../trainers/trees/model-json';
import {
  createChangedPredictor,
  type ChangedPredictor,
} from '../../trainers/trees/changed-columns';
import { takeLabels } from '../../trainers/take-labels';
import { familiesOf } from './families';
import type { AskedClips, FeatureImportance, MeasuredImportance } from './importance';
import { permutationImportance, seededPermutations, type Drops } from './permutation';
import { planQuestions, timePerClip, type QuestionPlan } from './plan';
import { shapMeasure, splitMeasures } from './tree-measures';

/** Shuffles a column: scikit-learn's default. */
const REPEATS = 5;
/** Share of the progress that SHAP values take. */
const SHAP_SHARE = 0.25;

export interface MeasureOptions {
  readonly model: FittedModel;
  /** What it is asked about. */
  readonly x: TableInput;
  readonly y: Labels;
  readonly asked: AskedClips;
  readonly seed: number;
  readonly signal: AbortSignal;
  onProgress(fraction: number): void;
}

/** Rejects with the signal's reason when it is aborted. Models whose trees lack their cover have no SHAP values. */
export async function measureImportance(options: MeasureOptions): Promise<FeatureImportance> {
  const { model, asked, seed, signal, onProgress } = options;
  const families = familiesOf(options.x.columnNames);
  const plan = await planFor(options, families.length);
  const { x, y } = fewerOf(options, plan.clips);
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
  // Column by column, then each family at once.
  const columns = plan.asksColumns ? x.columnNames.map((_, i) => [i]) : [];
  const { baseline, accuracy, loss } = await permutationImportance({
    matrix: x.matrix,
    labels: y,
    groups: [...columns, ...families.map((family) => family.columns)],
    permutations: seededPermutations(x.matrix.rows, REPEATS, seed),
    predict: predictorOf(model, x, signal),
    signal,
    onProgress: (fraction) => onProgress(before + (1 - before) * fraction),
  });
  const valuesOf = (values: readonly number[]) => ({
    columns: values.slice(0, columns.length),
    families: values.slice(columns.length),
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
  return {
    ...asked,
    clips: plan.clips,
    classes: model.classes,
    repeats: REPEATS,
    baseline,
    savedTime: plan.savedTime,
    measures,
  };
}

async function planFor(
  { model, x, signal }: MeasureOptions,
  families: number,
): Promise<QuestionPlan> {
  const { rows: clips, columns } = x.matrix;
  // Those answer for a changed column without being asked as a whole.
  if (treesOnTable(model, x)) return { clips, asksColumns: true, savedTime: null };
  const secondsPerClip = await timePerClip(model, x, signal);
  return planQuestions({ secondsPerClip, clips, columns, families, repeats: REPEATS });
}

/** By chance, the same for the same seed. */
function fewerOf({ x, y, seed }: MeasureOptions, clips: number): Pick<MeasureOptions, 'x' | 'y'> {
  if (clips === x.matrix.rows) return { x, y };
  const all = Int32Array.from({ length: x.matrix.rows }, (_, i) => i);
  const rows = createRandom(seed).fork('fewer clips').shuffle(all).slice(0, clips).sort();
  return { x: { ...x, matrix: takeRows(x.matrix, rows) }, y: takeLabels(y, rows) };
}

/** Trees that ask the table's own columns, under their names. */
function treesOnTable({ trees }: FittedModel, { columnNames }: TableInput): Ensemble | null {
  if (trees?.ensemble.columnNames.length !== columnNames.length) return null;
  const { ensemble } = trees;
  return columnNames.every((name, i) => ensemble.columnNames[i] === name) ? ensemble : null;
}

/** Where trees ask the table's own columns, most of them need not be asked again when one column is shuffled. */
function predictorOf(model: FittedModel, x: TableInput, signal: AbortSignal): ChangedPredictor {
  const ensemble = treesOnTable(model, x);
  if (ensemble) return createChangedPredictor(ensemble, x.matrix, signal);
  return (matrix) => model.predictProba({ ...x, matrix }, signal);
}
