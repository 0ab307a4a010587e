// The course of a fit, the same for every trainer that goes epoch by epoch: what is told of each epoch, which one is
// kept, when a checkpoint is due, how a stop is heard.

import * as v from 'valibot';
import { EarmarkError } from '../core/errors';
import { parseSaved } from './saved';
import type { Score } from './score';
import type { Checkpoint, FitContext, ModelJson, TableInput } from './trainer';
import { createBreather } from './trees/breathe';
import { checkColumns } from './trees/fitted-trees';

/** Browsers tell the time no finer than this; an epoch that fits between two ticks took no less than nothing. */
const CLOCK_STEP_MILLISECONDS = 0.1;

/** Where a fit stands between two epochs. */
export interface EpochState {
  /** Finished epochs. */
  readonly epoch: number;
  /** Epoch with the lowest validation loss, the last one without validation clips; 0 before the first. */
  readonly bestEpoch: number;
  /** Mean cross-entropy in nats; Infinity before the first epoch or without validation clips. */
  readonly bestLoss: number;
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
  readonly epochsPerCheckpoint: number;
  /** Training rows. */
  readonly examples: number;
  /** Learns; `breathe` is awaited often, with the finished share of this epoch. */
  step(epoch: number, breathe: (share: number) => Promise<void>): Promise<EpochOutcome>;
  /** Called after the step of an epoch that is the best so far. */
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
    const { epoch, bestEpoch, bestLoss } = state;
    const improved = bestEpoch > saved.bestEpoch;
    saved = state;
    const own = { ...loop.saveState(epoch), bestEpoch, bestLoss };
    const checkpoint: Checkpoint = { version: 1, trainer: loop.trainer, epoch, state: own };
    await context.onCheckpoint(checkpoint, improved ? loop.bestModel(state) : null);
  };

  try {
    for (let isLast = state.epoch >= loop.epochs; !isLast;) {
      await breathe();
      const epoch = state.epoch + 1;
      const started = performance.now();
      const outcome = await loop.step(epoch, (done) => {
        share = Math.max(share, done);
        return breathe();
      });
      const milliseconds = Math.max(performance.now() - started, CLOCK_STEP_MILLISECONDS);
      isLast = outcome.isLast === true || epoch >= loop.epochs;
      state = { ...state, epoch };
      share = 0;
      const loss = outcome.validation?.loss ?? null;
      if (loss === null || loss < state.bestLoss) {
        state = { epoch, bestEpoch: epoch, bestLoss: loss ?? Infinity };
        loop.keepBest?.();
      }
      tell(context, outcome, { epoch, milliseconds, examples: loop.examples });
      if (epoch % loop.epochsPerCheckpoint === 0 || isLast) await save();
      context.signal?.throwIfAborted();
    }
  } catch (error) {
    if (context.signal?.aborted) await save();
    throw error;
  }
  context.onProgress?.(1);
  return state;
}

function tell(
  { onEpoch, onStats }: FitContext<TableInput>,
  { train, validation }: EpochOutcome,
  { epoch, milliseconds, examples }: { epoch: number; milliseconds: number; examples: number },
): void {
  onEpoch?.({
    epoch,
    trainLoss: train.loss,
    trainAccuracy: train.accuracy,
    validationLoss: validation?.loss ?? null,
    validationAccuracy: validation?.accuracy ?? null,
    seconds: milliseconds / 1000,
  });
  onStats?.({
    batchSize: examples,
    stepMilliseconds: milliseconds,
    examplesPerSecond: (examples / milliseconds) * 1000,
    gpuBytesUsed: null,
    gpuBytesAllocated: null,
  });
}

const StateSchema = v.object({
  bestEpoch: v.pipe(v.number(), v.integer(), v.minValue(0)),
  bestLoss: v.number(),
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
  if (!checkpoint) return { start: { epoch: 0, bestEpoch: 0, bestLoss: Infinity }, own: null };
  const code = 'run-not-resumable';
  try {
    if (checkpoint.trainer !== trainer) {
      throw new EarmarkError(code, `a checkpoint of "${checkpoint.trainer}"`);
    }
    const { bestEpoch, bestLoss, columnNames } = parseSaved(StateSchema, checkpoint.state, code);
    checkColumns(x, columnNames);
    const own = parseSaved(schema, checkpoint.state, code);
    return { start: { epoch: checkpoint.epoch, bestEpoch, bestLoss }, own };
  } catch (error) {
    throw notResumable(error);
  }
}

/** Whatever is wrong with a checkpoint, as `run-not-resumable`. */
export function notResumable(error: unknown): EarmarkError {
  const got = error instanceof EarmarkError ? error.got : String(error);
  return new EarmarkError('run-not-resumable', got, { cause: error });
}
