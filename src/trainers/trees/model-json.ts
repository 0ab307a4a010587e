// The fitted ensemble as plain JSON and back. Nothing that is read is trusted.

import * as v from 'valibot';
import { EarmarkError } from '../../core/errors';
import type { ModelJson } from '../trainer';
import { FlatTreesSchema, flattenTrees, shortestFloat32, unflattenTrees } from './flat-trees';
import type { Tree } from './tree';

export const TRAINER_ID = 'boosted-trees';

/** Everything that predicting needs. */
export interface Ensemble {
  readonly classes: readonly string[];
  /** Names of the columns learned from, in their order. */
  readonly columnNames: readonly string[];
  /** Round by round, one tree a class. */
  readonly trees: readonly Tree[];
}

const ModelSchema = v.object({
  version: v.literal(1),
  trainer: v.literal(TRAINER_ID),
  classes: v.pipe(v.array(v.string()), v.minLength(1)),
  state: v.object({
    columnNames: v.array(v.string()),
    rounds: v.pipe(v.number(), v.integer(), v.minValue(0)),
    trees: FlatTreesSchema,
  }),
});

export function ensembleToJson({ classes, columnNames, trees }: Ensemble): ModelJson {
  const flat = flattenTrees(trees);
  return {
    version: 1,
    trainer: TRAINER_ID,
    classes,
    state: {
      columnNames,
      rounds: trees.length / classes.length,
      trees: { ...flat, value: flat.value.map(shortestFloat32) },
    },
  };
}

/** Throws `model-incompatible` if it is not a model of this trainer. */
export function ensembleFromJson(json: unknown): Ensemble {
  const parsed = v.safeParse(ModelSchema, json);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new EarmarkError(
      'model-incompatible',
      `${v.getDotPath(issue) ?? 'model'}: ${issue.message}`,
    );
  }
  const { classes, state } = parsed.output;
  const trees = unflattenTrees(state.trees, {
    numTrees: state.rounds * classes.length,
    numColumns: state.columnNames.length,
  });
  return { classes, columnNames: state.columnNames, trees };
}
