// What a table of features decides of an approach's settings: it brings its measurements, and there is no sound to make
// versions of. What it leaves open stays a setting.

import type { ParamSpec, ParamValues } from '../core/run-types';
import { featureSetOfTable, featureSetParam, forAudio } from './feature-sets';
import { variantsParam } from './variants-param';

/** The table that clips are rows of; undefined for clips with sound. */
export type TableOfClips = { readonly extractor: string | null } | undefined;

/** Approaches with a choice of measurements learn from any table; others need the sound itself. */
export function learnsFromTables(specs: readonly ParamSpec[]): boolean {
  return specs.some(({ name }) => name === featureSetParam.name);
}

/** The settings that are left to choose. */
export function openParams(specs: readonly ParamSpec[], table: TableOfClips): readonly ParamSpec[] {
  if (!table) {
    return specs.map(forAudio);
  }
  const decided = new Set(Object.keys(decidedBy(table)));
  return specs.filter(({ name }) => !decided.has(name));
}

/** The values with those that the table decides. */
export function withTable(values: ParamValues, table: TableOfClips): ParamValues {
  return table ? { ...values, ...decidedBy(table) } : values;
}

function decidedBy({ extractor }: NonNullable<TableOfClips>): ParamValues {
  return { [featureSetParam.name]: featureSetOfTable(extractor), [variantsParam.name]: 0 };
}

/** A run's values for a form: what the table decided stays as it was chosen for clips with sound. */
export function withoutTable(
  values: ParamValues,
  table: TableOfClips,
  chosen: ParamValues,
): ParamValues {
  const decided = Object.keys(table ? decidedBy(table) : {});
  const kept = Object.entries(chosen).filter(([name]) => decided.includes(name));
  return { ...values, ...Object.fromEntries(kept) };
}
