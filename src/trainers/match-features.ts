// Which set of measurements a model from elsewhere was trained on, told by the names of its columns.

import { loadExtractor } from '../features/registry';
import { chosenExtractors, featureSetParam } from './feature-sets';

/** The columns that one value of the setting "Measurements" stands for. */
export interface ColumnSet {
  readonly features: string;
  readonly columnNames: readonly string[];
}

/** All sets that extractors measure, in the setting's order. */
export async function measuredColumnSets(): Promise<ColumnSet[]> {
  const values = featureSetParam.kind === 'choice' ? featureSetParam.options : [];
  const sets = values.map(async ({ value }): Promise<ColumnSet> => {
    const ids = chosenExtractors({ [featureSetParam.name]: value });
    const extractors = await Promise.all(ids.map(loadExtractor));
    const columnNames = extractors.flatMap((extractor) =>
      extractor.kind === 'vector' ? extractor.columns.map(({ name }) => name) : [],
    );
    return { features: value, columnNames };
  });
  return (await Promise.all(sets)).filter(({ columnNames }) => columnNames.length > 0);
}

export interface ArrangedColumns extends ColumnSet {
  /** Where each of the given columns stands in the set. */
  readonly places: readonly number[];
}

/**
 * The first set with exactly these columns, in any order, or null. Letter case and what stands between words do not
 * count: "mfcc mean 01" and "('mfcc', 'mean', '01')" are what pandas makes of FMA's `mfcc_mean_01`.
 */
export function matchColumns(
  columnNames: readonly string[],
  sets: readonly ColumnSet[],
): ArrangedColumns | null {
  const keys = columnNames.map(keyOf);
  if (new Set(keys).size !== keys.length) return null;
  for (const set of sets) {
    if (set.columnNames.length !== keys.length) continue;
    const placeOf = new Map(set.columnNames.map((name, place) => [keyOf(name), place]));
    const places = keys.map((key) => placeOf.get(key) ?? -1);
    if (!places.includes(-1)) return { ...set, places };
  }
  return null;
}

function keyOf(name: string): string {
  const words = name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [name];
  return words.map((word) => word.replace(/^0+(?=\d)/, '')).join('_');
}
