// The network as a Keras functional model in TensorFlow.js's format (a "Layers model"): topology and weights.
// Batch normalisation stays a layer of its own, so that training can go on.

import { EPSILON } from '../../trainers/cnn/inference';
import { INPUT_NAME, type ExportFacts } from './facts';
import type { NamedTensor, Network, NetworkBlock } from './network';
import { littleEndian } from './onnx-writer';

export interface LayersModel {
  /** What `model.json` holds. */
  readonly manifest: object;
  /** What `weights.bin` holds. */
  readonly weights: Uint8Array<ArrayBuffer>;
}

const WEIGHTS_FILE = 'weights.bin';

/** Excerpts in dB in, [batch, numFrames, numMels]; probabilities out, [batch, classes]. */
export function layersModel(network: Network, facts: ExportFacts): LayersModel {
  const layers = new Layers();
  const output = addLayers(layers, network);
  const tensors = layers.weights;
  const data = new Float32Array(tensors.reduce((sum, { data }) => sum + data.length, 0));
  let offset = 0;
  for (const tensor of tensors) {
    data.set(tensor.data, offset);
    offset += tensor.data.length;
  }
  const manifest = {
    format: 'layers-model',
    generatedBy: `Earmark ${facts.appVersion}`,
    convertedBy: null,
    modelTopology: {
      class_name: 'Functional',
      config: {
        name: 'earmark_cnn',
        layers: layers.list,
        input_layers: [[INPUT_NAME, 0, 0]],
        output_layers: [[output, 0, 0]],
      },
      keras_version: '2.15.0',
      backend: 'tensorflow',
    },
    weightsManifest: [
      {
        paths: [WEIGHTS_FILE],
        weights: tensors.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })),
      },
    ],
    userDefinedMetadata: { title: facts.title, classes: network.classes },
  };
  return { manifest, weights: littleEndian(data) };
}

interface Layer {
  readonly name: string;
  readonly type: string;
  readonly inputs: readonly string[];
  readonly config?: Readonly<Record<string, unknown>>;
  readonly weights?: readonly Pick<NamedTensor, 'name' | 'shape' | 'data'>[];
}

class Layers {
  readonly list: object[] = [];
  readonly weights: NamedTensor[] = [];

  /** Returns the layer's name. */
  add({ name, type, inputs, config = {}, weights = [] }: Layer): string {
    this.list.push({
      class_name: type,
      name,
      config: { name, trainable: true, dtype: 'float32', ...config },
      inbound_nodes: inputs.length > 0 ? [inputs.map((input) => [input, 0, 0, {}])] : [],
    });
    for (const tensor of weights) {
      this.weights.push({ ...tensor, name: `${name}/${tensor.name}` });
    }
    return name;
  }
}

function addLayers(layers: Layers, network: Network): string {
  let value = normalised(layers, network);
  for (const block of network.blocks) value = addBlock(layers, network, block, value);
  const pooled = [
    layers.add({ name: 'global_average', type: 'GlobalAveragePooling2D', inputs: [value] }),
    layers.add({ name: 'global_maximum', type: 'GlobalMaxPooling2D', inputs: [value] }),
  ];
  const summary = layers.add({
    name: 'summary',
    type: 'Concatenate',
    inputs: pooled,
    config: { axis: -1 },
  });
  return layers.add({
    name: 'probabilities',
    type: 'Dense',
    inputs: [summary],
    config: {
      ...{ units: network.config.numClasses, use_bias: true },
      activation: network.config.severalLabels ? 'sigmoid' : 'softmax',
    },
    weights: named(network, 'dense', { kernel: 'kernel', bias: 'bias' }),
  });
}

/** [H, W] → [H, W, 1] */
function normalised(layers: Layers, { config, normalisation }: Network): string {
  const { numFrames, numMels } = config;
  const { mean, deviation } = normalisation;
  const input = layers.add({
    name: INPUT_NAME,
    type: 'InputLayer',
    inputs: [],
    config: { batch_input_shape: [null, numFrames, numMels], sparse: false },
  });
  const bands = reshape(layers, 'bands', input, [numFrames, 1, numMels]);
  // Each band by itself, as a convolution of one point: a layer that stays as it is while the others learn.
  const scaled = layers.add({
    name: 'bands_normalised',
    type: 'DepthwiseConv2D',
    inputs: [bands],
    config: {
      ...{ kernel_size: [1, 1], strides: [1, 1], padding: 'valid', depth_multiplier: 1 },
      ...{ data_format: CHANNELS_LAST, activation: 'linear', use_bias: true, trainable: false },
    },
    weights: [
      {
        name: 'depthwise_kernel',
        shape: [1, 1, numMels, 1],
        data: deviation.map((value) => 1 / value),
      },
      { name: 'bias', shape: [numMels], data: mean.map((value, i) => -value / deviation[i]!) },
    ],
  });
  return reshape(layers, 'picture', scaled, [numFrames, numMels, 1]);
}

function reshape(layers: Layers, name: string, input: string, shape: number[]): string {
  return layers.add({ name, type: 'Reshape', inputs: [input], config: { target_shape: shape } });
}

const CHANNELS_LAST = 'channels_last';

function addBlock(
  layers: Layers,
  network: Network,
  { name, channels, stride, isPooled }: NetworkBlock,
  input: string,
): string {
  let value = layers.add({
    name: `${name}_convolution`,
    type: 'Conv2D',
    inputs: [input],
    config: {
      ...{ filters: channels, kernel_size: [3, 3], strides: [stride, stride], padding: 'same' },
      ...{ data_format: CHANNELS_LAST, activation: 'linear', use_bias: false },
    },
    weights: named(network, name, { kernel: 'kernel' }),
  });
  if (isPooled) {
    value = layers.add({
      name: `${name}_pooling`,
      type: 'MaxPooling2D',
      inputs: [value],
      config: {
        ...{ pool_size: [2, 2], strides: [2, 2], padding: 'same', data_format: CHANNELS_LAST },
      },
    });
  }
  value = layers.add({
    name: `${name}_normalisation`,
    type: 'BatchNormalization',
    inputs: [value],
    config: { axis: -1, epsilon: EPSILON, momentum: 0.99, center: true, scale: true },
    weights: named(network, name, {
      gamma: 'gamma',
      beta: 'beta',
      moving_mean: 'mean',
      moving_variance: 'variance',
    }),
  });
  return layers.add({
    name: `${name}_relu`,
    type: 'Activation',
    inputs: [value],
    config: { activation: 'relu' },
  });
}

/** Tensors of a part of the network under Keras's names for them. */
function named(network: Network, part: string, names: Readonly<Record<string, string>>) {
  return Object.entries(names).map(([keras, ours]) => ({
    ...network.tensor(`${part}/${ours}`),
    name: keras,
  }));
}
