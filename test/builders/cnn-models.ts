// Networks of made-up weights, of any size, and excerpts for them to look at.

import { createMatrix, row, type Matrix } from '../../src/core/matrix';
import { createRandom } from '../../src/core/random';
import { LOG_MEL } from '../../src/features/log-mel-settings';
import type { SpectrogramSettings } from '../../src/reports/cnn-export/front-end';
import { cnnTrainer } from '../../src/trainers/cnn';
import {
  initialWeights,
  statisticSlots,
  weightSlots,
  type CnnConfig,
} from '../../src/trainers/cnn/layout';
import { modelToJson } from '../../src/trainers/cnn/model-json';
import type { CnnModelState } from '../../src/trainers/cnn/state';
import { totalSize, viewOf } from '../../src/trainers/tensor-slots';
import type { ModelJson } from '../../src/trainers/trainer';

/** Deviation of the logits over the excerpts: sure of some, unsure of others. */
const LOGIT_DEVIATION = 1.5;

/** A network whose answers differ from excerpt to excerpt, as those of one that has learned. */
export async function madeUpNetwork(config: CnnConfig, excerpts: Float32Array): Promise<ModelJson> {
  const state = untaught(config);
  const classes = Array.from({ length: config.numClasses }, (_, i) => `genre ${i}`);
  const answers = await ownProbabilities(modelToJson(state, classes), excerpts);
  const weights = state.weights.slice();
  const [kernel, bias] = ['dense/kernel', 'dense/bias'].map((name) =>
    viewOf(
      weights,
      weightSlots(config).find((slot) => slot.name === name)!,
    ),
  ) as [Float32Array, Float32Array];
  const means = new Float64Array(config.numClasses);
  const logits = answers.data.map((p) => Math.log(config.severalLabels ? p / (1 - p) : p));
  logits.forEach((logit, i) => (means[i % means.length]! += logit / answers.rows));
  const squares = logits.reduce(
    (sum, logit, i) => sum + (logit - means[i % means.length]!) ** 2,
    0,
  );
  const gain = LOGIT_DEVIATION / Math.sqrt(squares / logits.length);
  kernel.forEach((value, i) => (kernel[i] = gain * value));
  bias.forEach((value, k) => (bias[k] = gain * (value - means[k]!)));
  return modelToJson({ ...state, weights }, classes);
}

/** All classes about equally likely. */
function untaught(config: CnnConfig): CnnModelState {
  const random = createRandom(1);
  const between = (low: number, high: number) => low + (high - low) * random.next();
  const weights = initialWeights(config, random);
  for (const slot of weightSlots(config)) {
    const values = viewOf(weights, slot);
    if (slot.name.endsWith('/gamma')) values.forEach((_, i) => (values[i] = between(0.5, 1.5)));
    if (slot.name.endsWith('/beta')) values.forEach((_, i) => (values[i] = between(0, 1)));
  }
  const statistics = new Float32Array(totalSize(statisticSlots(config)));
  for (const slot of statisticSlots(config)) {
    const [low, high] = slot.name.endsWith('/variance') ? [0.2, 2] : [-0.5, 0.5];
    const values = viewOf(statistics, slot);
    values.forEach((_, i) => (values[i] = between(low, high)));
  }
  const perBand = (low: number, high: number) =>
    Float32Array.from({ length: config.numMels }, () => between(low, high));
  return {
    ...{ config, weights, statistics, bestEpoch: 1 },
    frameSeconds: LOG_MEL.hopLength / LOG_MEL.sampleRate,
    normalisation: { mean: perBand(-55, -35), deviation: perBand(8, 20) },
  };
}

/** What the extractor's settings would be for spectrograms of so many bands. */
export function spectrogramSettings(numMels: number): SpectrogramSettings {
  return { ...LOG_MEL, nMels: numMels };
}

/** Decibels, each excerpt with a shape and a level of its own, shape [count, numFrames, numMels]. */
export function madeUpExcerpts({ numFrames, numMels }: CnnConfig, count: number): Float32Array {
  const random = createRandom(7);
  return Float32Array.from({ length: count * numFrames * numMels }, (_, i) => {
    const excerpt = Math.floor(i / (numFrames * numMels));
    const shape = 12 * Math.sin((i % numMels) / (1 + excerpt)) - 5 * excerpt;
    return -40 + shape + 10 * random.normal();
  });
}

/** What the network says here of each excerpt, shape [count, classes]. */
export async function ownProbabilities(model: ModelJson, excerpts: Float32Array): Promise<Matrix> {
  const { config } = model.state as { config: CnnConfig };
  const all = createMatrix(
    excerpts.length / (config.numFrames * config.numMels),
    config.numFrames * config.numMels,
    excerpts,
  );
  return cnnTrainer.fromJSON(model).predictProba({
    kind: 'spectrograms',
    length: all.rows,
    numMels: config.numMels,
    frameSeconds: LOG_MEL.hopLength / LOG_MEL.sampleRate,
    get: async (i) => createMatrix(config.numFrames, config.numMels, row(all, i).slice()),
  });
}
