// Where boosting stands between two rounds, as a checkpoint and back. Chance needs no state: each
// round draws from a stream named after it. Margins follow from the trees.

import * as v from 'valibot';
import { EarmarkError } from '../../core/errors';
import type { Checkpoint, Labels, TableInput } from '../trainer';
import { checkColumns } from './fitted-trees';
import { FlatTreesSchema, flattenTrees, unflattenTrees } from './flat-trees';
import { BASE_MARGIN, TRAINER_ID } from './model-json';
import { baseMarginsOf } from './objective';
import type { Tree } from './tree';

export interface BoostingState {
  /** Margin of each group before the first tree. */
  readonly baseMargins: readonly number[];
  /** Round by round, one tree a class. */
  readonly trees: Tree[];
  /** Round with the lowest validation loss, counted from 1; 0 before the first. */
  bestRound: number;
  /** Mean cross-entropy in nats; Infinity before the first round or without validation clips. */
  bestLoss: number;
}

const CheckpointSchema = v.object({
  version: v.literal(1),
  trainer: v.literal(TRAINER_ID),
  epoch: v.pipe(v.number(), v.integer(), v.minValue(0)),
  state: v.object({
    bestRound: v.pipe(v.number(), v.integer(), v.minValue(0)),
    bestLoss: v.number(),
    /** Trees name columns by their number alone; a checkpoint without the names cannot be trusted. */
    columnNames: v.optional(v.array(v.string())),
    /** Older versions started from the same margin everywhere. */
    baseMargins: v.optional(v.array(v.pipe(v.number(), v.finite()))),
    trees: FlatTreesSchema,
  }),
});

/** @param round finished rounds, whose trees `state` holds and no others */
export function toCheckpoint(
  state: BoostingState,
  { round, columnNames }: { round: number; columnNames: readonly string[] },
): Checkpoint {
  const { baseMargins, trees, bestRound, bestLoss } = state;
  return {
    version: 1,
    trainer: TRAINER_ID,
    epoch: round,
    state: { bestRound, bestLoss, baseMargins, columnNames, trees: flattenTrees(trees) },
  };
}

/** Throws `run-not-resumable` if the checkpoint is damaged, or of other columns or another number of classes. */
export function fromCheckpoint(
  checkpoint: Checkpoint | undefined,
  { x, y, scalePosWeight }: { x: TableInput; y: Labels; scalePosWeight: number },
): BoostingState {
  const numGroups = y.classes.length;
  if (!checkpoint) {
    const baseMargins = baseMarginsOf(y, scalePosWeight);
    return { baseMargins, trees: [], bestRound: 0, bestLoss: Infinity };
  }
  try {
    const { epoch, state } = v.parse(CheckpointSchema, checkpoint);
    const { columnNames } = state;
    if (!columnNames) {
      const got = 'a checkpoint without column names, from an older version';
      throw new EarmarkError('run-not-resumable', got);
    }
    checkColumns(x, columnNames);
    const numTrees = epoch * numGroups;
    const trees = unflattenTrees(state.trees, { numTrees, numColumns: columnNames.length });
    const baseMargins = state.baseMargins ?? y.classes.map(() => BASE_MARGIN);
    if (baseMargins.length !== numGroups) {
      const got = `margins of ${baseMargins.length} groups instead of ${numGroups}`;
      throw new EarmarkError('run-not-resumable', got);
    }
    return { baseMargins, trees, bestRound: state.bestRound, bestLoss: state.bestLoss };
  } catch (error) {
    const got = error instanceof EarmarkError ? error.got : String(error);
    throw new EarmarkError('run-not-resumable', got, { cause: error });
  }
}
