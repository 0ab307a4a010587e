// The head's own part of a checkpoint: training between two epochs, so that going on from it equals never having stopped.

import * as v from 'valibot';
import { EarmarkError } from '../../core/errors';
import { createRandom } from '../../core/random';
import { readCheckpoint, type EpochState } from '../epoch-loop';
import { requireEqual } from '../saved';
import { FIRST_PLATEAU, type PlateauState } from '../schedule';
import { totalSize } from '../tensor-slots';
import type { FitContext, TableInput } from '../trainer';
import type { HeadNumbers } from './device';
import { initialWeights, statisticSlots, weightSlots, type HeadConfig } from './layout';
import { configSchema } from './model-json';
import { TRAINER_ID } from './model';

const NOT_RESUMABLE = 'run-not-resumable';

/** Where training stands between two epochs. */
export interface HeadTraining extends HeadNumbers {
  /** Optimiser steps so far. */
  readonly step: number;
  readonly plateau: PlateauState;
  /** Of the best epoch; null before the first. */
  readonly best: Pick<HeadNumbers, 'weights' | 'statistics'> | null;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
const numbers = v.pipe(
  v.instance(Float32Array),
  v.check((values) => values.every(Number.isFinite), 'values that are not finite'),
);
const weightEntries = { weights: numbers, statistics: numbers };

const fingerprintEntry = { fingerprint: v.optional(v.string()) };
const TrainingSchema = v.object({
  ...weightEntries,
  ...fingerprintEntry,
  config: configSchema,
  momentum: numbers,
  velocity: numbers,
  step: count,
  plateau: v.object({ factor: finite, badEpochs: count, bestLoss: v.nullable(finite) }),
  best: v.nullable(v.object(weightEntries)),
});

type Resuming = Pick<FitContext, 'seed' | 'resumeFrom' | 'fingerprint'>;

/** From a checkpoint, or from chance. Throws `run-not-resumable` unless it is whole, of these clips and this network. */
export function startingPoint(
  config: HeadConfig,
  x: TableInput,
  { seed, resumeFrom, fingerprint }: Resuming,
): { start: EpochState; training: HeadTraining } {
  const schema = TrainingSchema;
  const { start, own } = readCheckpoint(resumeFrom, { trainer: TRAINER_ID, schema, x });
  if (!own) return { start, training: fresh(config, seed) };
  checkClips(own.fingerprint, fingerprint);
  checkShape(own, config);
  const { weights, momentum, velocity, statistics, step, plateau, best } = own;
  return { start, training: { weights, momentum, velocity, statistics, step, plateau, best } };
}

/** The same where nothing is learned epoch by epoch. */
export function startOfPrototypes(
  x: TableInput,
  { resumeFrom, fingerprint }: Resuming,
): EpochState {
  const schema = v.object({ ...fingerprintEntry, prototypes: v.literal(true) });
  const { start, own } = readCheckpoint(resumeFrom, { trainer: TRAINER_ID, schema, x });
  if (own) checkClips(own.fingerprint, fingerprint);
  return start;
}

/** A checkpoint without a fingerprint is taken at its word. */
function checkClips(saved: string | undefined, clips: string | undefined): void {
  if (saved === undefined || saved === clips) return;
  throw new EarmarkError(NOT_RESUMABLE, 'a checkpoint of other training clips');
}

function checkShape(own: v.InferOutput<typeof TrainingSchema>, config: HeadConfig): void {
  for (const key of ['head', 'numColumns', 'hiddenUnits', 'numClasses', 'link'] as const) {
    requireEqual(own.config[key], config[key], key, NOT_RESUMABLE);
  }
  const numWeights = totalSize(weightSlots(config));
  const numStatistics = totalSize(statisticSlots(config));
  for (const key of ['weights', 'momentum', 'velocity'] as const) {
    requireEqual(own[key].length, numWeights, `values of ${key}`, NOT_RESUMABLE);
  }
  requireEqual(own.statistics.length, numStatistics, 'values of statistics', NOT_RESUMABLE);
  if (!own.best) return;
  requireEqual(own.best.weights.length, numWeights, 'values of best weights', NOT_RESUMABLE);
  requireEqual(own.best.statistics.length, numStatistics, 'best statistics', NOT_RESUMABLE);
}

function fresh(config: HeadConfig, seed: number): HeadTraining {
  const numWeights = totalSize(weightSlots(config));
  return {
    weights: initialWeights(config, createRandom(seed).fork('weights')),
    momentum: new Float32Array(numWeights),
    velocity: new Float32Array(numWeights),
    statistics: new Float32Array(totalSize(statisticSlots(config))),
    step: 0,
    plateau: FIRST_PLATEAU,
    best: null,
  };
}
