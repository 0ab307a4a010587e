// A model that was trained elsewhere as a run of ours: which measurements it asks for, which clips it can be scored on,
// and what the visitor should know of it.

import type { Clip, Dataset } from '$lib/core/dataset-types';
import { EarmarkError } from '$lib/core/errors';
import type { Run, RunConfig } from '$lib/core/run-types';
import { labelsOfClip } from '$lib/datasets/label-sets';
import { featureColumns } from '$lib/datasets/tables/table-dataset';
import { featureSetOfTable } from '$lib/trainers/feature-sets';
import { matchColumns, type ArrangedColumns, type ColumnSet } from '$lib/trainers/match-features';
import type { Ensemble } from '$lib/trainers/trees/model-json';
import type { XgboostEnsemble } from '$lib/trainers/trees/xgboost-json/read';
import { createRun } from './new-run';

/** What an imported model is a run of. */
const APPROACH = 'quick-baseline';
/** Says in the file which of two sets with the same column names it was. */
export const FEATURES_ATTRIBUTE = 'earmark_features';

/** For a model that no dataset at hand can be asked of. */
const NO_DATASET: Dataset = {
  version: 1,
  id: '',
  title: 'Trained elsewhere',
  synthetic: false,
  clips: [],
  quarantined: [],
  notes: [],
};

export interface Match extends ArrangedColumns {
  /** The current dataset, if it has these columns or can have them measured. */
  readonly dataset: Dataset | null;
}

/** @throws EarmarkError `model-features-unknown` */
export function matchOf(
  { columnNames, attributes }: XgboostEnsemble,
  measured: readonly ColumnSet[],
  current: Dataset | null,
): Match {
  if (current?.table) {
    const { columns, extractor } = current.table;
    const { names: own } = featureColumns(columns);
    const set = { features: featureSetOfTable(extractor), columnNames: own };
    const ofTable = matchColumns(columnNames, [set]);
    if (ofTable) return { ...ofTable, dataset: current };
  }
  const named = measured.filter(({ features }) => features === attributes[FEATURES_ATTRIBUTE]);
  const match = matchColumns(columnNames, [...named, ...measured]);
  if (match) return { ...match, dataset: current?.table ? null : current };
  const sizes = measured.map((set) => `${set.features} (${set.columnNames.length})`);
  const isNamed = columnNames.some((name) => !/^f\d+$/.test(name));
  const example = isNamed ? `${columnNames.slice(0, 2).join(', ')}…` : 'without names';
  const got = `${columnNames.length} columns (${example}); the sets are ${sizes.join(', ')}`;
  throw new EarmarkError('model-features-unknown', got);
}

export function isKnown(clip: Clip, classes: readonly string[]): boolean {
  return labelsOfClip(clip).some((label) => classes.includes(label));
}

interface ImportedModel {
  readonly ensemble: Ensemble;
  readonly match: Match;
  readonly fileName: string;
  readonly test: readonly Clip[];
}

/** Every clip is test: nobody knows here what the model learned from. */
export function asRun({ ensemble, match, fileName, test }: ImportedModel): Run {
  const config: RunConfig = {
    version: 1,
    approach: APPROACH,
    seed: 0,
    params: { features: match.features, rounds: ensemble.rounds },
    split: { strategy: 'imported', testFraction: 1, validationFraction: 0 },
  };
  const split = { train: [], validation: [], test: test.map(({ id }) => id) };
  const dataset = match.dataset ?? NO_DATASET;
  return {
    ...createRun({ config, split, dataset, createdAt: new Date() }),
    classes: ensemble.classes,
    status: 'done',
    bestEpoch: ensemble.rounds,
    imported: fileName,
  };
}

/** Without a score the run stands on no clips. */
export function unscored(run: Run): Run {
  const { id, title, synthetic, clips } = NO_DATASET;
  const dataset = { id, title, synthetic, fingerprint: '', clips: clips.length };
  return { ...run, dataset, split: { ...run.split, test: [] } };
}

/** What the visitor should know of how the file was read. */
export function remarks(
  { classNamesFrom, attributes, classes, rounds }: XgboostEnsemble,
  run: Run,
) {
  const told: string[] = [];
  if (classNamesFrom === 'caller') {
    told.push(
      `It does not name its ${classes.length} classes: they are taken to be the genres here in alphabetical order.`,
    );
  }
  if (classNamesFrom === 'counted') {
    told.push(`It does not name its ${classes.length} classes: they are numbered.`);
  }
  const best = Number(attributes['best_iteration'] ?? NaN) + 1;
  if (best < rounds) {
    told.push(
      `All its ${rounds} rounds are used, as Booster.predict does; XGBClassifier stops at its best one, ${best}.`,
    );
  }
  if (run.evaluation) {
    const { length } = run.split.test;
    told.push(`Its score is on ${length} clips here, whether it learned from them or not.`);
  }
  return told;
}
