// The network as plain arrays: what prediction needs, and what training needs to go on.
// Saved forms are in `model-json.ts` and `checkpoint.ts`.

import * as v from 'valibot';
import type { ErrorCode } from '../../core/errors';
import { pack, packedFloat32 } from '../packed';
import { requireEqual } from '../saved';
import type { CnnConfig } from './layout';
import type { BandNormalisation } from './normalisation';
import type { PlateauState } from '../schedule';

export const TRAINER_ID = 'cnn';

export interface CnnWeights {
  /** As `weightSlots` orders them. */
  readonly weights: Float32Array;
  /** Running means and variances, as `statisticSlots` orders them. */
  readonly statistics: Float32Array;
}

/** What stays the same all through a run. */
export interface CnnSetup {
  readonly config: CnnConfig;
  readonly frameSeconds: number;
  readonly normalisation: BandNormalisation;
}

export interface CnnModelState extends CnnWeights, CnnSetup {
  readonly bestEpoch: number;
}

export interface BestSoFar extends CnnWeights {
  readonly epoch: number;
  /** On the validation clips; of clips with several labels the mean average precision. Null without any. */
  readonly accuracy: number | null;
  readonly loss: number | null;
}

/** Where training stands inside an epoch: all chance of it hangs on the run's seed, the epoch and the step. */
export interface EpochCursor {
  /** Finished steps of the epoch in progress. */
  readonly steps: number;
  /** Sums over them: of the mean losses, and of the accuracies. */
  readonly loss: number;
  readonly accuracy: number;
  /** Spent on them. */
  readonly seconds: number;
}

export const EPOCH_START: EpochCursor = { steps: 0, loss: 0, accuracy: 0, seconds: 0 };

export interface LowestLoss {
  readonly epoch: number;
  readonly loss: number;
}

export interface CnnTrainingState extends CnnWeights, CnnSetup {
  /** Finished epochs. */
  readonly epoch: number;
  readonly cursor: EpochCursor;
  /** Optimiser steps so far. */
  readonly step: number;
  /** Steps that the running statistics are an average of. */
  readonly averagedSteps: number;
  readonly momentum: Float32Array;
  readonly velocity: Float32Array;
  readonly plateau: PlateauState;
  readonly best: BestSoFar | null;
  /** Where the validation loss was lowest, nats; null before the first validation. */
  readonly lowest: LowestLoss | null;
}

const positiveInteger = v.pipe(v.number(), v.integer(), v.minValue(1));

/** The part that both saved forms begin with. */
export const setupEntries = {
  config: v.object({
    numFrames: positiveInteger,
    numMels: positiveInteger,
    width: positiveInteger,
    numClasses: positiveInteger,
    severalLabels: v.optional(v.boolean()),
  }),
  frameSeconds: v.pipe(v.number(), v.finite(), v.gtValue(0)),
  normalisation: v.object({ mean: packedFloat32, deviation: packedFloat32 }),
};

export function encodeSetup({ config, frameSeconds, normalisation }: CnnSetup) {
  const { mean, deviation } = normalisation;
  return {
    config,
    frameSeconds,
    normalisation: { mean: pack(mean), deviation: pack(deviation) },
  };
}

export function checkSetup({ config, normalisation }: CnnSetup, code: ErrorCode): void {
  for (const key of ['mean', 'deviation'] as const) {
    requireEqual(normalisation[key].length, config.numMels, `normalisation ${key}`, code);
  }
}
