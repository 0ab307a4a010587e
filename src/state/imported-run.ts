// A model that was trained elsewhere as a run of ours: which measurements it asks for, which clips it can be scored on,
// and what the visitor should know of it.

import type { Clip, Dataset } from '$lib/core/dataset-types';
import { EarmarkError } from '$lib/core/errors';
import { formatCount, formatCounted } from '$lib/core/format';
import type { Run, RunConfig } from '$lib/core/run-types';
import type { ModelChanges, ModelFacts } from '$lib/rpc/interfaces';
import { featureColumns } from '$lib/datasets/tables/table-dataset';
import { featureSetOfTable } from '$lib/trainers/feature-sets';
import { matchColumns, type ArrangedColumns, type ColumnSet } from '$lib/trainers/match-features';
import { canListen, windowSecondsOf } from './listening';
import { createRun } from './new-run';

/** What an imported model is a run of. */
const APPROACH = 'quick-baseline';
/** Says in the file which of two sets with the same column names it was. */
const FEATURES_ATTRIBUTE = 'earmark_features';
/** Says in the file how long the pieces are that it is to be asked about. */
const WINDOW_ATTRIBUTE = 'earmark_window_seconds';
/** Statistics of less are hardly any; songs end sooner than more. */
const WINDOW_SECONDS = { min: 0.5, max: 600 };

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

/** What the file of a run's model says beside its trees, so that it is heard in the same way wherever it is read. */
export function attributesOf(run: Run): Record<string, string> {
  return {
    [FEATURES_ATTRIBUTE]: String(run.config.params['features'] ?? ''),
    [WINDOW_ATTRIBUTE]: String(windowSecondsOf(run)),
  };
}

/** @throws EarmarkError `model-features-unknown`, `model-features-unnamed` */
export function matchOf(
  { columnNames, attributes }: Pick<ModelFacts, 'columnNames' | 'attributes'>,
  measured: readonly ColumnSet[],
  current: Dataset | null,
): Match {
  const named = measured.filter(({ features }) => features === attributes[FEATURES_ATTRIBUTE]);
  if (current?.table) {
    const { columns, extractor } = current.table;
    const { names: own } = featureColumns(columns);
    const set = { features: featureSetOfTable(extractor), columnNames: own };
    const isOther = named.some(({ features }) => features !== set.features);
    const ofTable = isOther ? null : matchColumns(columnNames, [set]);
    if (ofTable) return { ...ofTable, dataset: current };
  }
  const match = matchColumns(columnNames, [...named, ...measured]);
  if (match) return { ...match, dataset: current?.table ? null : current };
  throw noMatch(columnNames, measured);
}

function noMatch(columnNames: readonly string[], measured: readonly ColumnSet[]): EarmarkError {
  const sets = measured
    .map((set) => `${set.features} (${formatCount(set.columnNames.length)})`)
    .join(', ');
  const numColumns = `${formatCount(columnNames.length)} ${columnNames.length === 1 ? 'column' : 'columns'}`;
  if (columnNames.some((name) => !/^f\d+$/.test(name))) {
    const got = `${numColumns} (${columnNames.slice(0, 2).join(', ')}…); the sets are ${sets}`;
    return new EarmarkError('model-features-unknown', got);
  }
  const alike = measured.filter((set) => set.columnNames.length === columnNames.length);
  const fitting = alike.map(({ features }) => features).join(', ');
  const known = fitting
    ? `with as many there is ${fitting}`
    : `no set has as many; the sets are ${sets}`;
  return new EarmarkError(
    'model-features-unnamed',
    `${numColumns} without feature names; ${known}`,
  );
}

interface ImportedModel {
  readonly facts: Pick<
    ModelFacts,
    'attributes' | 'classes' | 'rounds' | 'numTrees' | 'objective' | 'baseMargins'
  >;
  readonly match: Match;
  readonly fileName: string;
  readonly test: readonly Clip[];
}

/** Every clip is test: nobody knows here what the model learned from. */
export function asRun({ facts, match, fileName, test }: ImportedModel): Run {
  const { attributes, classes, rounds, numTrees, objective, baseMargins } = facts;
  const config: RunConfig = {
    version: 1,
    approach: APPROACH,
    seed: 0,
    params: {
      ...{ features: match.features, rounds },
      ...{ trees: numTrees, columns: match.columnNames.length },
    },
    split: { strategy: 'imported', testFraction: 1, validationFraction: 0 },
  };
  const split = { train: [], validation: [], test: test.map(({ id }) => id) };
  const dataset = match.dataset ?? NO_DATASET;
  return {
    ...createRun({ config, split, dataset, createdAt: new Date() }),
    classes,
    status: 'done',
    bestEpoch: rounds,
    imported: fileName,
    // One question between two classes is no label of its own.
    severalLabels: objective === 'binary:logistic' && baseMargins.length === classes.length,
    windowSeconds: windowSecondsIn(attributes),
  };
}

/** Undefined where the file does not say so, or nothing that can be. */
function windowSecondsIn(attributes: ModelFacts['attributes']): number | undefined {
  const seconds = Number(attributes[WINDOW_ATTRIBUTE] ?? NaN);
  return seconds >= WINDOW_SECONDS.min && seconds <= WINDOW_SECONDS.max ? seconds : undefined;
}

/** The facts by which `matchOf` finds what an imported run's kept model asks for. */
export function factsOf(
  { config }: Pick<Run, 'config'>,
  columnNames: readonly string[],
): Pick<ModelFacts, 'columnNames' | 'attributes'> {
  const attributes = { [FEATURES_ATTRIBUTE]: String(config.params['features'] ?? '') };
  return { columnNames, attributes };
}

/** A run and what its kept model asks for. */
export interface RunWithModel {
  readonly run: Run;
  readonly columnNames: readonly string[];
}

/** What makes the kept model that is `now` the one that is `wanted`; the columns of both are the same by `matchColumns`. */
export function changesBetween(now: RunWithModel, wanted: RunWithModel): ModelChanges {
  const { classes, config } = wanted.run;
  const set = { features: String(config.params['features']), columnNames: wanted.columnNames };
  const columns = isSame(now.columnNames, set.columnNames)
    ? null
    : matchColumns(now.columnNames, [set]);
  return {
    ...(!isSame(now.run.classes, classes) && { classes }),
    ...(columns && { columns }),
  };
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}

/** The same model on the clips of another dataset, or on the same under other names; it has no score yet. */
export function onClips(run: Run, match: Match, test: readonly Clip[]): Run {
  const params = { ...run.config.params, features: match.features };
  const config = { ...run.config, params };
  const split = { train: [], validation: [], test: test.map(({ id }) => id) };
  const dataset = match.dataset ?? NO_DATASET;
  const { dataset: description } = createRun({ config, split, dataset, createdAt: new Date() });
  return { ...run, config, split, dataset: description, evaluation: null };
}

/** What stands in the way of these names, in words; "" if nothing does. */
export function problemOfNames(names: readonly string[]): string {
  const given = names.map((name) => name.trim());
  const missing = given.indexOf('');
  if (missing >= 0) return `Class ${missing} has no name.`;
  const twice = given.findIndex((name, i) => given.indexOf(name) < i);
  if (twice < 0) return '';
  return `“${given[twice]!}” names both class ${given.indexOf(given[twice]!)} and class ${twice}.`;
}

/** Without a score the run stands on no clips. */
export function unscored(run: Run): Run {
  const { id, title, synthetic, clips } = NO_DATASET;
  const dataset = { id, title, synthetic, fingerprint: '', clips: clips.length };
  return { ...run, dataset, split: { ...run.split, test: [] } };
}

/**
 * What the visitor should know of how the file was read.
 * @param leftOut which clips the score is not on, in words
 */
export function remarks(
  { classNamesFrom, attributes, classes, rounds }: ModelFacts,
  run: Run,
  leftOut = '',
): string[] {
  const told: string[] = [];
  const naming = 'You can name them on the Compare stage.';
  if (classNamesFrom === 'caller') {
    told.push(
      `It does not name its ${formatCount(classes.length)} classes: they are taken to be the genres of the dataset in use, in alphabetical order. ${naming}`,
    );
  }
  if (classNamesFrom === 'counted') {
    told.push(
      `It does not name its ${formatCount(classes.length)} classes: they are numbered. ${naming}`,
    );
  }
  if (!canListen(run)) told.push('Nothing measures its columns of a recording.');
  else if (run.windowSeconds === undefined) {
    told.push(`Recordings are played to it in stretches of ${windowSecondsOf(run)} s.`);
  }
  const best = Number(attributes['best_iteration'] ?? NaN) + 1;
  if (best < rounds) {
    told.push(
      `All its ${formatCount(rounds)} rounds are used, as Booster.predict does; XGBClassifier stops at its best one, ${formatCount(best)}.`,
    );
  }
  if (run.evaluation) {
    const clips = formatCounted(run.split.test.length, 'clip');
    told.push(`Its score is on ${clips} here, whether it learned from them or not.`);
    if (leftOut) told.push(leftOut);
  }
  return told;
}

/** Why an imported model is asked about no clip. */
export function whyNoScore({ dataset }: Pick<Match, 'dataset'>, current: Dataset | null): string {
  if (!current) return 'It has no score: no dataset is in use.';
  const lacks = dataset ? 'has no clips of its genres' : 'does not have its columns';
  return `It has no score: ${current.title}, the dataset in use, ${lacks}. Change to one that does and test the model there, on the Compare stage.`;
}
