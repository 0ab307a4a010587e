// Training at the end of an epoch, saved so that going on from it equals never having stopped.

import * as v from 'valibot';
import { EarmarkError } from '../../core/errors';
import type { Checkpoint } from '../trainer';
import { pack, packedFloat32 } from '../packed';
import { parseSaved, requireEqual } from '../saved';
import { statisticSlots, totalSize, weightSlots, type CnnConfig } from './layout';
import {
  checkSetup,
  encodeSetup,
  setupEntries,
  TRAINER_ID,
  type CnnTrainingState,
  type CnnWeights,
} from './state';

const NOT_RESUMABLE = 'run-not-resumable';

const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const weightEntries = { weights: packedFloat32, statistics: packedFloat32 };
const trainingSchema = v.object({
  ...setupEntries,
  ...weightEntries,
  step: count,
  momentum: packedFloat32,
  velocity: packedFloat32,
  best: v.nullable(
    v.object({
      ...weightEntries,
      epoch: count,
      accuracy: v.nullable(v.pipe(v.number(), v.finite())),
      loss: v.nullable(v.pipe(v.number(), v.finite())),
    }),
  ),
});

export function toCheckpoint(state: CnnTrainingState): Checkpoint {
  const { epoch, step, momentum, velocity, best } = state;
  return {
    version: 1,
    trainer: TRAINER_ID,
    epoch,
    state: {
      ...encodeSetup(state),
      ...encodeWeights(state),
      step,
      momentum: pack(momentum),
      velocity: pack(velocity),
      best: best && { ...best, ...encodeWeights(best) },
    },
  };
}

/** Throws `run-not-resumable` unless the checkpoint is whole and made for the same network. */
export function fromCheckpoint(checkpoint: Checkpoint, expected: CnnConfig): CnnTrainingState {
  if (checkpoint.trainer !== TRAINER_ID) {
    throw new EarmarkError(NOT_RESUMABLE, `a checkpoint of "${checkpoint.trainer}"`);
  }
  const state = parseSaved(trainingSchema, checkpoint.state, NOT_RESUMABLE);
  for (const key of ['numFrames', 'numMels', 'width', 'numClasses'] as const) {
    requireEqual(state.config[key], expected[key], key, NOT_RESUMABLE);
  }
  checkSetup(state, NOT_RESUMABLE);
  const numWeights = totalSize(weightSlots(expected));
  const numStatistics = totalSize(statisticSlots(expected));
  const lengths: [string, Float32Array, number][] = [
    ['weights', state.weights, numWeights],
    ['statistics', state.statistics, numStatistics],
    ['momentum', state.momentum, numWeights],
    ['velocity', state.velocity, numWeights],
  ];
  if (state.best) {
    lengths.push(['best weights', state.best.weights, numWeights]);
    lengths.push(['best statistics', state.best.statistics, numStatistics]);
  }
  for (const [name, values, size] of lengths) {
    requireEqual(values.length, size, `values of ${name}`, NOT_RESUMABLE);
  }
  return { ...state, epoch: checkpoint.epoch };
}

function encodeWeights({ weights, statistics }: CnnWeights) {
  return { weights: pack(weights), statistics: pack(statistics) };
}
