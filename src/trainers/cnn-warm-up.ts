// A training of the CNN that is the first steps of the run to come, on clips that say nothing: what it learns is thrown away,
// what the device compiled for it stays.

import { createMatrix } from '../core/matrix';
import type { ParamValues } from '../core/run-types';
import type { CnnParams } from './cnn-params';
import type { LabelledInput, SpectrogramInput, WarmUpShape } from './trainer';

const QUIETEST_DB = -80;
/** Weights are on the device only once the first step has made them: the second one works with those. */
const STEPS = 2;
/** Sounding bands do not differ from each other by more. */
const RANGE_DB = 60;

export function firstStepsOf(shape: WarmUpShape, params: ParamValues) {
  const settings = { ...(params as unknown as CnnParams), epochs: 1 };
  const { batchSize, cropsPerEpoch, cropSeconds } = settings;
  const clips = soundlessClips(shape, Math.ceil((STEPS * batchSize) / cropsPerEpoch), cropSeconds);
  return { ...clips, settings, validation: soundlessClips(shape, 1, cropSeconds) };
}

/** Clips of one excerpt's length, all the same: no two values beside each other are. */
function soundlessClips(
  { numMels, frameSeconds, numClasses }: WarmUpShape,
  length: number,
  seconds: number,
): LabelledInput<SpectrogramInput> {
  const matrix = createMatrix(Math.ceil(seconds / frameSeconds) + 1, numMels);
  for (let i = 0; i < matrix.data.length; i++) matrix.data[i] = QUIETEST_DB + (i % RANGE_DB);
  return {
    x: { kind: 'spectrograms', length, numMels, frameSeconds, get: async () => matrix },
    y: {
      indices: Int32Array.from({ length }, (_, i) => i % numClasses),
      classes: Array.from({ length: numClasses }, (_, i) => `class ${i}`),
    },
  };
}
