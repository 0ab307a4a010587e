// Training after any step, saved so that going on from it equals never having stopped.

import * as v from 'valibot';
import { EarmarkError } from '../../core/errors';
import type { Checkpoint } from '../trainer';
import { packedFloat32 } from '../packed';
import { parseSaved, requireEqual } from '../saved';
import { totalSize } from '../tensor-slots';
import { statisticSlots, weightSlots, type CnnConfig } from './layout';
import { FIRST_PLATEAU } from '../schedule';
import {
  checkSetup,
  encodeSetup,
  EPOCH_START,
  setupEntries,
  TRAINER_ID,
  type CnnTrainingState,
} from './state';

const NOT_RESUMABLE = 'run-not-resumable';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
/** As saved arrays are, or as they were saved before: packed into text. */
const numbers = v.union([
  v.pipe(
    v.instance(Float32Array),
    v.check((values) => values.every(Number.isFinite), 'values that are not finite'),
  ),
  packedFloat32,
]);
const weightEntries = { weights: numbers, statistics: numbers };
const trainingSchema = v.object({
  ...setupEntries,
  ...weightEntries,
  step: count,
  averagedSteps: v.optional(count),
  cursor: v.optional(
    v.object({ steps: count, loss: finite, accuracy: finite, seconds: finite }),
    EPOCH_START,
  ),
  momentum: numbers,
  velocity: numbers,
  plateau: v.optional(
    v.object({ factor: finite, badEpochs: count, bestLoss: v.nullable(finite) }),
    FIRST_PLATEAU,
  ),
  best: v.nullable(
    v.object({
      ...weightEntries,
      epoch: v.pipe(count, v.minValue(1)),
      accuracy: v.nullable(finite),
      loss: v.nullable(finite),
    }),
  ),
  lowest: v.optional(
    v.nullable(v.object({ epoch: v.pipe(count, v.minValue(1)), loss: finite })),
    null,
  ),
  fingerprint: v.optional(v.string()),
});

export function toCheckpoint(
  { epoch, ...state }: CnnTrainingState,
  fingerprint: string | undefined,
): Checkpoint {
  return {
    version: 1,
    trainer: TRAINER_ID,
    epoch,
    state: { ...state, ...encodeSetup(state), ...(fingerprint !== undefined && { fingerprint }) },
  };
}

/** Throws `run-not-resumable` unless the checkpoint is whole and made for the same network. */
export function fromCheckpoint(
  checkpoint: Checkpoint,
  expected: CnnConfig,
  clips: string | undefined,
): CnnTrainingState {
  if (checkpoint.trainer !== TRAINER_ID) {
    throw new EarmarkError(NOT_RESUMABLE, `a checkpoint of "${checkpoint.trainer}"`);
  }
  const { fingerprint = clips, ...state } = parseSaved(
    trainingSchema,
    checkpoint.state,
    NOT_RESUMABLE,
  );
  if (fingerprint !== clips) {
    throw new EarmarkError(NOT_RESUMABLE, 'a checkpoint of other training clips');
  }
  for (const key of ['numFrames', 'numMels', 'width', 'numClasses'] as const) {
    requireEqual(state.config[key], expected[key], key, NOT_RESUMABLE);
  }
  const [several, asked] = [state.config, expected].map((of) => String(of.severalLabels ?? false));
  requireEqual(several!, asked!, 'severalLabels', NOT_RESUMABLE);
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
  const averagedSteps = state.averagedSteps ?? state.step;
  return { ...state, averagedSteps, epoch: checkpoint.epoch };
}
