// What a saved model did to its columns before the trees learned: what people want to see of the steps, by name.

import type { ModelJson } from '../trainer';
import { modelFromJson, TRAINER_ID } from './model-json';

interface Loading {
  readonly column: string;
  /** Weight in the component, −1…1. */
  readonly weight: number;
}

interface Duplicate {
  readonly column: string;
  readonly partner: string;
  /** Pearson's r of the two, −1…1. */
  readonly r: number;
  /** The partner was dropped as well, for another column. */
  readonly partnerDropped: boolean;
}

export interface Condensation {
  readonly columnsIn: number;
  /** Columns without any value in the training rows. */
  readonly empty: readonly string[];
  /** Columns with one value only. */
  readonly constant: readonly string[];
  readonly correlated: readonly Duplicate[];
  readonly numComponents: number;
  /** Share of the variance of each component there could be, largest first, 0…1. */
  readonly explainedVarianceRatio: readonly number[];
  /** Share of the variance that the kept components hold together, 0…1. */
  readonly explained: number;
  /** The columns that weigh most in the first components, heaviest first. */
  readonly strongest: readonly (readonly Loading[])[];
}

/**
 * Null for a model without such steps; throws `model-incompatible` for a damaged one.
 * @param first how many components, and how many columns of each, are described
 */
export function condensationOf(
  model: ModelJson,
  first: { components: number; columns: number },
): Condensation | null {
  if (model.trainer !== TRAINER_ID) return null;
  const { columnNames, imputer, filter, pca } = modelFromJson(model).condenser;
  const filled = imputer.kept.map((column) => columnNames[column]!);
  const nameOf = (column: number): string => filled[column]!;
  const dropped = new Set(filter.correlated.map(({ column }) => column));
  const weighed = filter.kept.map(nameOf);
  const kept = pca.explainedVarianceRatio.slice(0, pca.numComponents);
  return {
    columnsIn: columnNames.length,
    empty: columnNames.filter((_, column) => !imputer.kept.includes(column)),
    constant: filter.constant.map(nameOf),
    correlated: filter.correlated.map(({ column, partner, r }) => ({
      column: nameOf(column),
      partner: nameOf(partner),
      r,
      partnerDropped: dropped.has(partner),
    })),
    numComponents: pca.numComponents,
    explainedVarianceRatio: pca.explainedVarianceRatio,
    explained: kept.reduce((sum, share) => sum + share, 0),
    strongest: kept.slice(0, first.components).map((_, component) => {
      const start = component * weighed.length;
      const weights = pca.components.subarray(start, start + weighed.length);
      return weighed
        .map((column, i) => ({ column, weight: weights[i]! }))
        .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight))
        .slice(0, first.columns);
    }),
  };
}
