// Exported networks as the programs they are for run them, against the prediction here.

import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import { InferenceSession, Tensor } from 'onnxruntime-web';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportFacts } from '../../../test/builders/cnn-facts';
import {
  madeUpExcerpts,
  madeUpNetwork,
  ownProbabilities,
  spectrogramSettings,
} from '../../../test/builders/cnn-models';
import { chooseBackend } from '../../compute/choose-backend';
import type { Matrix } from '../../core/matrix';
import type { CnnConfig } from '../../trainers/cnn/layout';
import { cnnFiles } from './cnn-files';

const TOLERANCE = 1e-4;
const COUNT = 3;

/** Odd and even sizes, a single frame, a single filter: all that padding and pooling can meet. */
const SHAPES: readonly CnnConfig[] = [
  { numFrames: 9, numMels: 11, width: 1, numClasses: 2 },
  { numFrames: 10, numMels: 12, width: 3, numClasses: 10 },
  { numFrames: 1, numMels: 5, width: 3, numClasses: 2 },
  { numFrames: 43, numMels: 16, width: 16, numClasses: 10 },
  { numFrames: 216, numMels: 128, width: 1, numClasses: 10 },
  { numFrames: 216, numMels: 128, width: 16, numClasses: 10 },
  { numFrames: 43, numMels: 16, width: 3, numClasses: 4, severalLabels: true },
];

const nameOf = ({ numFrames, numMels, width, numClasses, severalLabels }: CnnConfig): string =>
  `${numFrames} × ${numMels}, width ${width}, ${numClasses} ${severalLabels ? 'labels' : 'classes'}`;

interface Exported {
  readonly excerpts: Float32Array;
  /** The prediction here. */
  readonly ours: Matrix;
  content(path: string): string | Uint8Array;
}

async function exported(config: CnnConfig): Promise<Exported> {
  const excerpts = madeUpExcerpts(config, COUNT);
  const model = await madeUpNetwork(config, excerpts);
  const files = cnnFiles(model, spectrogramSettings(config.numMels), exportFacts());
  return {
    excerpts,
    ours: await ownProbabilities(model, excerpts),
    content: (path) => files.find((file) => file.path === path)!.content,
  };
}

/** As `loadLayersModel(url)` reads the two files. */
async function loadedLayers({ content }: Exported) {
  const manifest = JSON.parse(content('tfjs/model.json') as string) as tf.io.ModelJSON;
  const bytes = content('tfjs/weights.bin') as Uint8Array<ArrayBuffer>;
  expect(manifest.weightsManifest[0]!.paths).toEqual(['weights.bin']);
  return loadLayersModel(
    tf.io.fromMemory({
      modelTopology: manifest.modelTopology,
      weightSpecs: manifest.weightsManifest.flatMap(({ weights }) => weights),
      weightData: bytes.buffer,
    }),
  );
}

function tensorOf(excerpts: Float32Array, { numFrames, numMels }: CnnConfig): tf.Tensor3D {
  return tf.tensor3d(excerpts, [COUNT, numFrames, numMels]);
}

function worstDifference(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  expect(theirs.length).toBe(ours.length);
  return Array.from(ours).reduce((most, p, i) => Math.max(most, Math.abs(p - theirs[i]!)), 0);
}

describe.each(SHAPES.map((config) => ({ config, name: nameOf(config) })))(
  'a network of $name',
  ({ config }) => {
    let network: Exported;

    beforeAll(async () => {
      await chooseBackend('wasm');
      network = await exported(config);
      // Excerpts get different answers, or agreeing would say nothing.
      const { data } = network.ours;
      const [first, second] = [0, 1].map((i) =>
        data.subarray(i * config.numClasses, (i + 1) * config.numClasses),
      );
      expect(worstDifference(first!, second!)).toBeGreaterThan(0.1);
    });

    it('answers the same as ONNX in onnxruntime-web', async () => {
      const { excerpts, ours, content } = network;
      const session = await InferenceSession.create(content('model.onnx') as Uint8Array);
      const { probabilities, logits } = await session.run({
        log_mel: new Tensor('float32', excerpts, [COUNT, config.numFrames, config.numMels]),
      });
      expect(probabilities!.dims).toEqual([COUNT, config.numClasses]);
      expect(worstDifference(ours.data, probabilities!.data as Float32Array)).toBeLessThan(
        TOLERANCE,
      );
      const fromLogits = tf.tidy(() => {
        const values = tf.tensor2d(logits!.data as Float32Array, [COUNT, config.numClasses]);
        return (config.severalLabels ? tf.sigmoid(values) : tf.softmax(values)).dataSync();
      });
      expect(worstDifference(ours.data, fromLogits)).toBeLessThan(TOLERANCE);
      await session.release();
    });

    it('answers the same as a Layers model of TensorFlow.js', async () => {
      const layers = await loadedLayers(network);
      const theirs = tf.tidy(() => {
        const output = layers.predict(tensorOf(network.excerpts, config)) as tf.Tensor;
        return output.dataSync();
      });
      expect(worstDifference(network.ours.data, theirs)).toBeLessThan(TOLERANCE);
      layers.dispose();
    });
  },
);

describe('a Layers model', () => {
  it('can be trained further, and its normalisation of the bands stays as it is', async () => {
    await chooseBackend('cpu'); // the only one in Node that has every gradient
    const config = SHAPES[1]!;
    const network = await exported(config);
    const layers = await loadedLayers(network);
    const bands = () =>
      layers
        .getLayer('bands_normalised')
        .getWeights()
        .map((tensor) => Array.from(tensor.dataSync()));
    const kernel = () =>
      Array.from(layers.getLayer('block1_convolution').getWeights()[0]!.dataSync());
    const [bandsBefore, kernelBefore] = [bands(), kernel()];
    layers.compile({ optimizer: tf.train.adam(0.01), loss: 'categoricalCrossentropy' });
    const x = tensorOf(network.excerpts, config);
    const y = tf.oneHot(tf.tensor1d([0, 1, 2], 'int32'), config.numClasses);
    const { history } = await layers.fit(x, y, { epochs: 15, verbose: 0 });
    const losses = history['loss'] as number[];
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 2);
    expect(kernel()).not.toEqual(kernelBefore);
    expect(bands()).toEqual(bandsBefore);
    layers.dispose();
    tf.dispose([x, y]);
  });
});
