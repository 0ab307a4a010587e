// What is told of a model that was trained elsewhere: what its file says, and nothing that a run has by default.

import type { Run } from '../core/run-types';
import { featureSetParam } from '../trainers/feature-sets';
import { describeValue } from '../trainers/params';
import { count, counted } from './format';

export const IMPORTED_TITLE = 'XGBoost model (imported)';

interface Told {
  readonly name: string;
  readonly value: string;
  /** Where it has no name beside it: "100 rounds". */
  readonly text: string;
}

/** The counts that a run may have; those imported long ago lack some. */
const COUNTS = [
  ['columns', 'Columns', 'column'],
  ['rounds', 'Rounds', 'round'],
  ['trees', 'Trees', 'tree'],
] as const;

/** What is known of the model's making. */
export function importedSettings({ config: { params } }: Pick<Run, 'config'>): Told[] {
  const features = params[featureSetParam.name];
  const set = features === undefined ? '' : describeValue(featureSetParam, features);
  const counts = COUNTS.flatMap(([param, name, one]) => {
    const value = params[param];
    if (typeof value !== 'number') return [];
    return { name, value: count(value), text: counted(value, one) };
  });
  return [...(set ? [{ name: featureSetParam.label, value: set, text: set }] : []), ...counts];
}

/** "from model.json · Kaggle’s columns · 57 columns · 100 rounds · 1,000 trees". */
export function importedDistinction(run: Pick<Run, 'config' | 'imported'>): string {
  const told = importedSettings(run).map(({ text }) => text);
  return [`from ${run.imported ?? 'a file'}`, ...told].join(' · ');
}
