// The measures that only trees have: counts over their questions, and the mean size of SHAP values.

import { takeRows, type Matrix } from '../../core/matrix';
import { splitImportance, type SplitImportance } from '../../trainers/trees/importance';
import type { Ensemble } from '../../trainers/trees/model-json';
import { shapValues, type ShapOptions } from '../../trainers/trees/shap';
import { familiesOf, sumByFamily, type Family } from './families';
import type { ImportanceValues, MeasuredImportance } from './importance';

/** Rows explained at a time: their contributions fit into a few megabytes. */
const ROWS_PER_BLOCK = 128;

/** What both measures have in common: nothing is random, and every group of trees has values of its own. */
function measured(
  measure: MeasuredImportance['measure'],
  { columnNames, baseMargins, classes }: Ensemble,
  valuesOf: (families: readonly Family[], group?: number) => ImportanceValues,
): MeasuredImportance {
  const families = familiesOf(columnNames);
  // One group that tells two classes apart says the same of both.
  const hasGroups = baseMargins.length === classes.length;
  return {
    measure,
    subject: { columns: columnNames, families },
    overall: valuesOf(families),
    spread: null,
    byClass: hasGroups ? classes.map((_, group) => valuesOf(families, group)) : null,
  };
}

/** Gain and cover a question on average, and how many questions; models without gain or cover lack those. */
export function splitMeasures(ensemble: Ensemble): MeasuredImportance[] {
  const overall = splitImportance(ensemble);
  const ofGroup = ensemble.baseMargins.map((_, group) => splitImportance(ensemble, group));
  const importanceOf = (group?: number): SplitImportance =>
    group === undefined ? overall : ofGroup[group]!;
  const mean = (measure: 'gain' | 'cover', total: 'totalGain' | 'totalCover') =>
    measured(measure, ensemble, (families, group) => {
      const importance = importanceOf(group);
      const totals = sumByFamily(families, importance[total]);
      const counts = sumByFamily(families, importance.weight);
      return {
        columns: [...importance[measure]],
        families: totals.map((sum, i) => (counts[i]! > 0 ? sum / counts[i]! : 0)),
      };
    });
  return [
    ...(overall.gain.some((value) => value > 0) ? [mean('gain', 'totalGain')] : []),
    ...(overall.cover.some((value) => value > 0) ? [mean('cover', 'totalCover')] : []),
    measured('weight', ensemble, (families, group) => {
      const { weight } = importanceOf(group);
      return { columns: [...weight], families: sumByFamily(families, weight) };
    }),
  ];
}

/**
 * Mean size of the SHAP values over the rows: of a family, of what its columns add up to, so that columns which pull
 * against each other do not count. Over all classes it is the mean of theirs.
 *
 * @param matrix what the trees see, shape [rows, ensemble.columnNames.length]
 */
export async function shapMeasure(
  ensemble: Ensemble,
  matrix: Matrix,
  { signal, onProgress }: ShapOptions = {},
): Promise<MeasuredImportance> {
  const families = familiesOf(ensemble.columnNames);
  const groups = ensemble.baseMargins.length;
  const { rows, columns } = matrix;
  const ofColumns = new Float64Array(groups * columns);
  const ofFamilies = new Float64Array(groups * families.length);
  for (let begin = 0; begin < rows; begin += ROWS_PER_BLOCK) {
    const length = Math.min(ROWS_PER_BLOCK, rows - begin);
    const block = takeRows(
      matrix,
      Array.from({ length }, (_, i) => begin + i),
    );
    const { values } = await shapValues(ensemble, block, {
      signal,
      onProgress: (fraction) => onProgress?.((begin + fraction * length) / rows),
    });
    for (let i = 0; i < length * groups; i++) {
      const contributions = values.subarray(i * (columns + 1), i * (columns + 1) + columns);
      const group = i % groups;
      contributions.forEach((value, column) => {
        ofColumns[group * columns + column]! += Math.abs(value) / rows;
      });
      sumByFamily(families, contributions).forEach((sum, family) => {
        ofFamilies[group * families.length + family]! += Math.abs(sum) / rows;
      });
    }
  }
  return measured('shap', ensemble, (_, group) => ({
    columns: meanOfGroups(ofColumns, groups, group),
    families: meanOfGroups(ofFamilies, groups, group),
  }));
}

/** @param values shape [groups, length] */
function meanOfGroups(values: Float64Array, groups: number, group?: number): number[] {
  const length = values.length / groups;
  const chosen = group === undefined ? Array.from({ length: groups }, (_, i) => i) : [group];
  return Array.from({ length }, (_, i) =>
    chosen.reduce((sum, g) => sum + values[g * length + i]! / chosen.length, 0),
  );
}
