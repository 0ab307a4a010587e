// The course of a fit, the same for every trainer that goes epoch by epoch: what is told of each epoch, which one is
// kept, when a checkpoint is due, how a stop is heard.

import * as v from 'valibot';
import { EarmarkError } from '../core/errors';
import { parseSaved } from './saved';
import type { Score } from './score';
import { tellEpoch } from './tell-epoch';
import type { Checkpoint, FitContext, ModelJson, TableInput } from './trainer';
import { createBreather } from './trees/breathe';
import { checkColumns } from './trees/fitted-trees';

/** Where a fit stands between two epochs. */
export interface EpochState {
  /** Finished epochs. */
  readonly epoch: number;
  /** Epoch whose model is kept; 0 before the first. */
  readonly bestEpoch: number;
  /** Mean cross-entropy in nats; Infinity before the first epoch or without validation clips. */
  readonly bestLoss: number;
  /** Of the validation clips, 0…1; 0 before the first epoch or without them. */
  readonly bestAccuracy: number;
  /** Mean cross-entropy in nats, the lowest of all epochs; Infinity as `bestLoss`. */
  readonly lowestLoss: number;
  /** Last epoch in which the validation clips were told better than ever, by accuracy or by loss; 0 without any. */
  readonly betterEpoch: number;
  /** There is nothing more to learn, be there epochs left. */
  readonly isLast: boolean;
}

export interface EpochOutcome {
  readonly train: Score;
  readonly validation: Score | null;
  /** There is nothing more to learn. */
  readonly isLast?: boolean;
}

export interface EpochLoop {
  readonly trainer: string;
  /** Most epochs that there can be. */
  readonly epochs: number;
  readonly start: EpochState;
  /** Which epoch's model is kept: the last, or that which recognises most validation clips, where there are any. */
  readonly keeps: 'last' | 'best';
  /**
   * Epochs without a higher accuracy or a lower loss on the validation clips after which it ends. Both are waited for: few
   * clips make the accuracy alone stand still by chance for many epochs in which the loss still falls.
   */
  readonly patience?: number;
  readonly epochsPerCheckpoint: number;
  /** Training rows. */
  readonly examples: number;
  /** Rows that a step learns from, where that is not all of them. */
  readonly batchSize?: number;
  /** Learns; `breathe` is awaited often, with the finished share of this epoch. */
  step(epoch: number, breathe: (share: number) => Promise<void>): Promise<EpochOutcome>;
  /** Called after the step of an epoch that is the one to keep so far. */
  keepBest?(): void;
  /** The trainer's own part of a checkpoint, as it was after `epoch` epochs, be the next one half done. */
  saveState(epoch: number): object;
  bestModel(state: EpochState): ModelJson;
}

/** Learns to the end; returns where it stands then. A stop saves a checkpoint of the last finished epoch. */
export async function runEpochs(
  loop: EpochLoop,
  context: FitContext<TableInput>,
): Promise<EpochState> {
  let state = loop.start;
  let saved = state;
  let share = 0;
  const breathe = createBreather(context.signal, () =>
    context.onProgress?.(Math.min(1, (state.epoch + share) / loop.epochs)),
  );
  const save = async (): Promise<void> => {
    if (!context.onCheckpoint || state.epoch === saved.epoch) return;
    const { epoch, ...standing } = state;
    const improved = standing.bestEpoch > saved.bestEpoch;
    saved = state;
    const own = { ...loop.saveState(epoch), ...standing };
    const checkpoint: Checkpoint = { version: 1, trainer: loop.trainer, epoch, state: own };
    await context.onCheckpoint(checkpoint, improved ? loop.bestModel(state) : null);
  };

  try {
    while (!state.isLast && state.epoch < loop.epochs) {
      await breathe();
      const epoch = state.epoch + 1;
      const started = performance.now();
      const outcome = await loop.step(epoch, (done) => {
        share = Math.max(share, done);
        return breathe();
      });
      share = 0;
      const { epochsPerCheckpoint, examples, batchSize = examples } = loop;
      const isKept = isToKeep(outcome.validation, loop.keeps, state);
      state = after({ state, epoch, outcome, isKept, loop });
      if (isKept) loop.keepBest?.();
      tellEpoch(context, { ...outcome, epoch, started, examples, batchSize });
      if (epoch % epochsPerCheckpoint === 0 || state.isLast) await save();
      context.signal?.throwIfAborted();
    }
  } catch (error) {
    if (context.signal?.aborted) await save();
    throw error;
  }
  context.onProgress?.(1);
  return state;
}

interface Finished {
  /** Before the epoch. */
  readonly state: EpochState;
  readonly epoch: number;
  readonly outcome: EpochOutcome;
  readonly isKept: boolean;
  readonly loop: EpochLoop;
}

function after({ state, epoch, outcome, isKept, loop }: Finished): EpochState {
  const { validation } = outcome;
  const { loss = Infinity, accuracy = 0 } = validation ?? {};
  const isBetter = isToKeep(validation, 'best', state) || loss < state.lowestLoss;
  const betterEpoch = validation !== null && isBetter ? epoch : state.betterEpoch;
  const isTired = validation !== null && epoch - betterEpoch >= (loop.patience ?? Infinity);
  return {
    ...state,
    ...(isKept && { bestEpoch: epoch, bestLoss: loss, bestAccuracy: accuracy }),
    epoch,
    lowestLoss: Math.min(loss, state.lowestLoss),
    betterEpoch,
    isLast: outcome.isLast === true || epoch >= loop.epochs || isTired,
  };
}

/** Loss decides among epochs of the same accuracy; the earlier one stays where it is the same, too. */
function isToKeep(
  validation: Score | null,
  keeps: EpochLoop['keeps'],
  { bestLoss, bestAccuracy }: EpochState,
): boolean {
  if (validation === null || keeps === 'last') return true;
  const { loss, accuracy } = validation;
  return accuracy === bestAccuracy ? loss < bestLoss : accuracy > bestAccuracy;
}

const StateSchema = v.object({
  bestEpoch: v.pipe(v.number(), v.integer(), v.minValue(0)),
  bestLoss: v.number(),
  bestAccuracy: v.optional(v.number(), 0),
  lowestLoss: v.optional(v.number(), Infinity),
  betterEpoch: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
  isLast: v.boolean(),
  columnNames: v.array(v.string()),
});

/**
 * Where a checkpoint stands and the trainer's own part of it, read by `schema`. The state must name its columns
 * (`columnNames`); throws `run-not-resumable` if it is damaged, another trainer's or of other columns than `x`.
 */
export function readCheckpoint<S extends v.GenericSchema>(
  checkpoint: Checkpoint | undefined,
  { trainer, schema, x }: { trainer: string; schema: S; x: TableInput },
): { start: EpochState; own: v.InferOutput<S> | null } {
  if (!checkpoint) {
    const best = { bestEpoch: 0, bestLoss: Infinity, bestAccuracy: 0 };
    const better = { lowestLoss: Infinity, betterEpoch: 0 };
    return { start: { epoch: 0, ...best, ...better, isLast: false }, own: null };
  }
  const code = 'run-not-resumable';
  try {
    if (checkpoint.trainer !== trainer) {
      throw new EarmarkError(code, `a checkpoint of "${checkpoint.trainer}"`);
    }
    const { columnNames, ...standing } = parseSaved(StateSchema, checkpoint.state, code);
    checkColumns(x, columnNames);
    const own = parseSaved(schema, checkpoint.state, code);
    return { start: { epoch: checkpoint.epoch, ...standing }, own };
  } catch (error) {
    throw notResumable(error);
  }
}

/** Whatever is wrong with a checkpoint, as `run-not-resumable`. */
export function notResumable(error: unknown): EarmarkError {
  const got = error instanceof EarmarkError ? error.got : String(error);
  return new EarmarkError('run-not-resumable', got, { cause: error });
}
