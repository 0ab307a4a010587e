// XGBoost's JSON model as an ensemble: what `Booster.save_model('model.json')` writes, versions 1.7 to 3.2. The answers
// are those of `Booster.predict`, which uses every tree; nothing in the file is trusted. (An infinite
// feature is taken as missing here; XGBoost's DMatrix refuses it unless told the same.)

import { EarmarkError } from '../../../core/errors';
import { overflowingGroup } from '../limits';
import type { Ensemble } from '../model-json';
import { findObjective, marginOf } from './objectives';
import { invalidAt, shown, unsupportedAt } from './problems';
import { readTree } from './read-tree';
import { parseLearner, type XgboostLearner } from './schema';

/** Bytes; parsed it is a multiple. */
const MAX_MODEL_BYTES = 100e6;
/** Far more than anybody trains, and few enough to be named in a file that does not name them. */
const MAX_COLUMNS = 100_000;
const MAX_GROUPS = 10_000;

const PARAMETERS = 'learner.learner_model_param';
const MODEL = 'learner.gradient_booster.model';

export interface ReadOptions {
  /** For a file that does not name its classes; used if there are as many. */
  readonly classNames?: readonly string[];
}

export interface XgboostEnsemble extends Ensemble {
  /** Where the names of the classes come from: the file, the caller, or only counted. */
  readonly classNamesFrom: 'file' | 'caller' | 'counted';
  /** What the model's maker attached: best_iteration, for example. */
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * @param model the file's text, or what parsing it gave
 * @throws EarmarkError `model-file-invalid` with the JSON path, `model-file-unsupported`, `model-file-too-large`
 */
export function fromXgboostJson(
  model: unknown,
  { classNames = [] }: ReadOptions = {},
): XgboostEnsemble {
  const learner = parseLearner(typeof model === 'string' ? parseText(model) : model);
  const { attributes } = learner;
  const known = findObjective(learner.objective.name);
  if (!known) throw unsupportedAt('learner.objective.name', shown(learner.objective.name));
  const { objective } = known;
  const columnNames = columnNamesOf(learner);
  const numGroups = groupsOf(learner, objective);
  const baseMargins = baseMarginsOf(learner, { numGroups, ...known });
  const numClasses = objective === 'binary:logistic' && numGroups === 1 ? [2, 1] : [numGroups];
  const named = nameClasses(numClasses, { attributes, classNames });
  const treeGroups = treeGroupsOf(learner, numGroups);
  const trees = learner.gradient_booster.model.trees.map((tree, i) =>
    readTree(tree, { path: `${MODEL}.trees[${i}]`, numColumns: columnNames.length }),
  );
  const rounds = roundsOf(learner, numGroups);
  const overflowing = overflowingGroup({ trees, treeGroups, baseMargins });
  if (overflowing >= 0) {
    throw invalidAt(`${MODEL}.trees`, `leaves of group ${overflowing} too large together`);
  }
  return { ...named, objective, columnNames, baseMargins, trees, treeGroups, rounds, attributes };
}

/** @throws EarmarkError as `fromXgboostJson` */
export async function readXgboostFile(
  file: Pick<Blob, 'size' | 'text'>,
  options?: ReadOptions,
): Promise<XgboostEnsemble> {
  checkSize(file.size);
  return fromXgboostJson(await file.text(), options);
}

function checkSize(size: number): void {
  if (size <= MAX_MODEL_BYTES) return;
  throw new EarmarkError('model-file-too-large', `${Math.round(size / 1e6)} MB`);
}

function parseText(text: string): unknown {
  checkSize(text.length);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new EarmarkError('model-file-invalid', describe(error), { cause: error });
  }
}

function describe(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `text that is not JSON (${reason})`;
}

/** XGBoost's own names f0, f1… where the file has none. */
function columnNamesOf({ feature_names: names, learner_model_param }: XgboostLearner): string[] {
  const count = learner_model_param.num_feature;
  if (count > MAX_COLUMNS) {
    throw invalidAt(`${PARAMETERS}.num_feature`, `${count}, more than ${MAX_COLUMNS}`);
  }
  if (names.length === 0) return Array.from({ length: count }, (_, i) => `f${i}`);
  if (names.length === count) return names;
  throw invalidAt('learner.feature_names', `${names.length} names for ${count} columns`);
}

function groupsOf(
  { learner_model_param: { num_class, num_target }, gradient_booster }: XgboostLearner,
  objective: Ensemble['objective'],
): number {
  const { size_leaf_vector } = gradient_booster.model.gbtree_model_param;
  if (size_leaf_vector > 1) {
    const path = `${MODEL}.gbtree_model_param.size_leaf_vector`;
    throw unsupportedAt(path, 'trees that answer for all targets');
  }
  const isMulti = objective === 'multi:softprob';
  if (isMulti && num_target > 1) {
    throw unsupportedAt(
      `${PARAMETERS}.num_target`,
      `${num_target} targets of several classes each`,
    );
  }
  const numGroups = isMulti ? num_class : Math.max(1, num_target);
  if (numGroups >= 1 && numGroups <= MAX_GROUPS) return numGroups;
  const name = isMulti ? 'num_class' : 'num_target';
  throw invalidAt(`${PARAMETERS}.${name}`, `${numGroups}, not 1 to ${MAX_GROUPS}`);
}

/** One number for all groups, or (from 3.1 on) a list in text, a number a group. */
function baseMarginsOf(
  { learner_model_param: { base_score: text } }: XgboostLearner,
  { numGroups, baseIsProbability }: { numGroups: number; baseIsProbability: boolean },
): number[] {
  const path = `${PARAMETERS}.base_score`;
  const inside = /^\s*\[(.*)\]\s*$/s.exec(text)?.[1] ?? text;
  const scores = inside.split(',', numGroups + 1).map((score) => {
    const value = score.trim() === '' ? NaN : Math.fround(Number(score));
    const isOutside = baseIsProbability && !(value > 0 && value < 1);
    if (!Number.isFinite(value) || isOutside) throw invalidAt(path, shown(text));
    return baseIsProbability ? marginOf(value) : value;
  });
  if (scores.length !== 1 && scores.length !== numGroups) {
    throw invalidAt(path, `${shown(text)} for ${numGroups} groups of trees`);
  }
  return Array.from({ length: numGroups }, (_, group) => scores[group] ?? scores[0]!);
}

function treeGroupsOf({ gradient_booster: { model } }: XgboostLearner, numGroups: number) {
  const { tree_info: groups, trees, gbtree_model_param } = model;
  if (gbtree_model_param.num_trees !== trees.length) {
    const path = `${MODEL}.gbtree_model_param.num_trees`;
    throw invalidAt(path, `${gbtree_model_param.num_trees} for ${trees.length} trees`);
  }
  if (groups.length !== trees.length) {
    throw invalidAt(`${MODEL}.tree_info`, `${groups.length} values for ${trees.length} trees`);
  }
  const isStray = (group: number): boolean =>
    !Number.isInteger(group) || group < 0 || group >= numGroups;
  const stray = groups.findIndex(isStray);
  if (stray < 0) return groups;
  throw invalidAt(`${MODEL}.tree_info[${stray}]`, `${groups[stray]!} of ${numGroups} groups`);
}

function roundsOf({ gradient_booster: { model } }: XgboostLearner, numGroups: number): number {
  const { iteration_indptr: boundaries, gbtree_model_param, trees } = model;
  if (!boundaries) {
    const treesARound = numGroups * Math.max(1, gbtree_model_param.num_parallel_tree);
    return Math.ceil(trees.length / treesARound);
  }
  const path = `${MODEL}.iteration_indptr`;
  const wrong = boundaries.findIndex(
    (tree, i) => !Number.isInteger(tree) || tree < (boundaries[i - 1] ?? 0),
  );
  if (wrong >= 0) throw invalidAt(`${path}[${wrong}]`, String(boundaries[wrong]));
  const end = boundaries.at(-1) ?? 0;
  if ((boundaries[0] ?? 0) !== 0 || end !== trees.length) {
    throw invalidAt(path, `${boundaries[0]} to ${end} for ${trees.length} trees`);
  }
  const rounds = Math.max(0, boundaries.length - 1);
  if (rounds > trees.length) throw invalidAt(path, `${rounds} rounds of ${trees.length} trees`);
  return rounds;
}

/** Names from the attribute `classes` (a JSON list in text), else the caller's, else numbers as Python counts them. */
function nameClasses(
  /** How many there may be, the usual number first. */
  numClasses: readonly number[],
  {
    attributes,
    classNames,
  }: { attributes: Readonly<Record<string, string>>; classNames: readonly string[] },
): Pick<XgboostEnsemble, 'classes' | 'classNamesFrom'> {
  const inFile = Object.hasOwn(attributes, 'classes') ? listOfNames(attributes['classes']!) : [];
  if (numClasses.includes(inFile.length)) return { classes: inFile, classNamesFrom: 'file' };
  if (classNames.length === numClasses[0]) {
    return { classes: [...classNames], classNamesFrom: 'caller' };
  }
  const classes = Array.from({ length: numClasses[0] ?? 0 }, (_, i) => `class ${i}`);
  return { classes, classNamesFrom: 'counted' };
}

/** Empty unless the text is a JSON list of different names; anybody may have put anything under this attribute. */
function listOfNames(text: string): string[] {
  try {
    const list: unknown = JSON.parse(text);
    const isNames = Array.isArray(list) && list.every((name) => typeof name === 'string' && name);
    return isNames && new Set(list).size === list.length ? (list as string[]) : [];
  } catch {
    return [];
  }
}
