// The fitted ensemble as plain JSON and back. Nothing that is read is trusted.

import * as v from 'valibot';
import { EarmarkError } from '../../core/errors';
import { parseSaved } from '../saved';
import type { ModelJson } from '../trainer';
import { FlatTreesSchema, flattenTrees, shortestFloat32, unflattenTrees } from './flat-trees';
import { finiteSingle, overflowingGroup } from './limits';
import type { Tree } from './tree';

export const TRAINER_ID = 'boosted-trees';

/** XGBoost's names: one class of several, or a yes–no question a group. */
export type Objective = 'multi:softprob' | 'binary:logistic';

/**
 * Everything that predicting needs. A group is what trees add their answers to: one a class or label; with two classes and
 * `binary:logistic` there may be one group, the margin of the second class.
 */
export interface Ensemble {
  readonly classes: readonly string[];
  readonly objective: Objective;
  /** Margin of each group before the first tree, shape [groups]. */
  readonly baseMargins: readonly number[];
  /** Names of the columns learned from, in their order. */
  readonly columnNames: readonly string[];
  /** Round by round. */
  readonly trees: readonly Tree[];
  /** Group of each tree. */
  readonly treeGroups: readonly number[];
  /** Rounds that made them. */
  readonly rounds: number;
}

/** Margin every group of older models started from; softmax cancels it out. */
export const BASE_MARGIN = 0.5;

const ModelSchema = v.object({
  version: v.literal(1),
  trainer: v.literal(TRAINER_ID),
  classes: v.pipe(v.array(v.string()), v.minLength(1)),
  state: v.object({
    columnNames: v.array(v.string()),
    rounds: v.pipe(v.number(), v.integer(), v.minValue(0)),
    trees: FlatTreesSchema,
    // What models have that were saved before there were these: one class of several, a tree a class a round.
    objective: v.optional(v.picklist(['multi:softprob', 'binary:logistic']), 'multi:softprob'),
    baseMargins: v.optional(v.pipe(v.array(finiteSingle), v.minLength(1))),
    treeGroups: v.optional(v.array(v.pipe(v.number(), v.integer(), v.minValue(0)))),
  }),
});

/** Trees grown here: a tree a group in every round. */
export function regularGroups(numTrees: number, numGroups: number): number[] {
  return Array.from({ length: numTrees }, (_, i) => i % numGroups);
}

export function ensembleToJson(ensemble: Ensemble): ModelJson {
  const { classes, columnNames, trees, rounds, objective, baseMargins, treeGroups } = ensemble;
  const flat = flattenTrees(trees);
  return {
    version: 1,
    trainer: TRAINER_ID,
    classes,
    state: {
      columnNames,
      rounds,
      objective,
      baseMargins,
      treeGroups,
      trees: {
        ...flat,
        value: flat.value.map(shortestFloat32),
        gain: flat.gain.map(shortestFloat32),
        cover: flat.cover.map(shortestFloat32),
      },
    },
  };
}

/** Throws `model-incompatible` if it is not a model of this trainer. */
export function ensembleFromJson(json: unknown): Ensemble {
  const { classes, state } = parseSaved(ModelSchema, json, 'model-incompatible');
  const { columnNames, rounds, objective } = state;
  const baseMargins = state.baseMargins ?? classes.map(() => BASE_MARGIN);
  const trees = unflattenTrees(state.trees, {
    numTrees: state.treeGroups?.length ?? rounds * classes.length,
    numColumns: columnNames.length,
  });
  if (rounds > trees.length) refuse(`${rounds} rounds of ${trees.length} trees`);
  const treeGroups = state.treeGroups ?? regularGroups(trees.length, baseMargins.length);
  checkGroups(classes, baseMargins.length, objective);
  const stray = treeGroups.find((group) => group >= baseMargins.length);
  if (stray !== undefined) refuse(`a tree of group ${stray} of ${baseMargins.length}`);
  const ensemble = { classes, columnNames, trees, rounds, objective, baseMargins, treeGroups };
  const overflowing = overflowingGroup(ensemble);
  if (overflowing >= 0) refuse(`leaves of group ${overflowing} beyond single precision together`);
  return ensemble;
}

/** A group a class; the yes–no question between two classes needs one alone. */
function checkGroups(classes: readonly string[], numGroups: number, objective: Objective): void {
  if (numGroups === classes.length) return;
  if (objective === 'binary:logistic' && numGroups === 1 && classes.length === 2) return;
  refuse(`${numGroups} groups of trees for ${classes.length} classes (${objective})`);
}

function refuse(got: string): never {
  throw new EarmarkError('model-incompatible', got);
}
