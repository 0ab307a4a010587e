// The network as ONNX: channels first, padding spelled out, the normalisation of the bands inside.
// H is frames, W mel bands.

import { EPSILON } from '../../trainers/cnn/inference';
import type { NamedTensor, Network, NetworkBlock } from './network';
import { writeOnnx, type OnnxNode, type OnnxTensor } from './onnx-writer';
import { INPUT_NAME, type ExportFacts } from './facts';

/** Runtimes from 2022 on read it. */
export const OPSET = 17;
const IR_VERSION = 8;
const KERNEL = 3;
const POOL = 2;

type Size = readonly [height: number, width: number];

/** Excerpts in dB in, [batch, H, W]; `probabilities` and `logits` out, [batch, classes]. */
export function onnxModel(network: Network, facts: ExportFacts): Uint8Array {
  const { numFrames, numMels, numClasses } = network.config;
  const graph = new Graph();
  let value = normalised(graph, network);
  let size: Size = [numFrames, numMels];
  for (const block of network.blocks) [value, size] = addBlock(graph, network, block, value, size);
  classify(graph, network, value);
  return writeOnnx({
    name: 'earmark_cnn',
    producerName: 'Earmark',
    producerVersion: facts.appVersion,
    description: facts.title,
    ...{ irVersion: IR_VERSION, opset: OPSET },
    inputs: [{ name: INPUT_NAME, shape: ['batch', numFrames, numMels] }],
    outputs: ['probabilities', 'logits'].map((name) => ({ name, shape: ['batch', numClasses] })),
    nodes: graph.nodes,
    initializers: graph.initializers,
    metadata: { classes: JSON.stringify(network.classes) },
  });
}

class Graph {
  readonly nodes: OnnxNode[] = [];
  readonly initializers: OnnxTensor[] = [];

  /** Returns the name of what the node puts out, which is the node's own. */
  node(name: string, type: string, inputs: readonly string[], attributes: Attributes = {}): string {
    this.nodes.push({ type, inputs, output: name, ...attributes });
    return name;
  }

  constant(tensor: OnnxTensor): string {
    this.initializers.push(tensor);
    return tensor.name;
  }
}

type Attributes = Pick<OnnxNode, 'ints' | 'floats'>;

/** [batch, H, W] → [batch, 1, H, W] */
function normalised(graph: Graph, { config, normalisation }: Network): string {
  const shape = [config.numMels];
  const mean = graph.constant({ name: 'bands/mean', shape, data: normalisation.mean });
  const deviation = graph.constant({
    name: 'bands/deviation',
    shape,
    data: normalisation.deviation,
  });
  const axes = graph.constant({ name: 'channel_axis', shape: [1], data: [1] });
  const centred = graph.node('bands_centred', 'Sub', [INPUT_NAME, mean]);
  const scaled = graph.node('bands_scaled', 'Div', [centred, deviation]);
  return graph.node('picture', 'Unsqueeze', [scaled, axes]);
}

function addBlock(
  graph: Graph,
  { tensor }: Network,
  { name, stride, isPooled }: NetworkBlock,
  input: string,
  size: Size,
): [output: string, size: Size] {
  const kernel = graph.constant(outputsFirst(tensor(`${name}/kernel`)));
  let value = graph.node(`${name}/convolved`, 'Conv', [input, kernel], {
    ints: window(KERNEL, stride, size),
  });
  let after = steps(size, stride);
  if (isPooled) {
    value = graph.node(`${name}/pooled`, 'MaxPool', [value], { ints: window(POOL, POOL, after) });
    after = steps(after, POOL);
  }
  const moments = ['gamma', 'beta', 'mean', 'variance'].map((part) =>
    graph.constant(tensor(`${name}/${part}`)),
  );
  value = graph.node(`${name}/normalised`, 'BatchNormalization', [value, ...moments], {
    floats: { epsilon: EPSILON },
  });
  return [graph.node(`${name}/output`, 'Relu', [value]), after];
}

/** [batch, C, H, W] → the two outputs. */
function classify(graph: Graph, { tensor, config }: Network, input: string): void {
  const average = graph.node('global_average', 'GlobalAveragePool', [input]);
  const maximum = graph.node('global_maximum', 'GlobalMaxPool', [input]);
  const both = graph.node('global', 'Concat', [average, maximum], { ints: { axis: 1 } });
  const summary = graph.node('summary', 'Flatten', [both], { ints: { axis: 1 } });
  const dense = ['kernel', 'bias'].map((part) => graph.constant(tensor(`dense/${part}`)));
  const logits = graph.node('logits', 'Gemm', [summary, ...dense]);
  if (config.severalLabels) graph.node('probabilities', 'Sigmoid', [logits]);
  else graph.node('probabilities', 'Softmax', [logits], { ints: { axis: 1 } });
}

function steps([height, width]: Size, stride: number): Size {
  return [Math.ceil(height / stride), Math.ceil(width / stride)];
}

/** Kernel, stride and padding as TensorFlow's `same` pads: what is missing, the larger half of it at the end. */
function window(kernel: number, stride: number, size: Size): Record<string, readonly number[]> {
  const missing = size.map((length) =>
    Math.max(0, (Math.ceil(length / stride) - 1) * stride + kernel - length),
  );
  const before = missing.map((count) => Math.floor(count / 2));
  return {
    kernel_shape: [kernel, kernel],
    strides: [stride, stride],
    pads: [...before, ...missing.map((count, axis) => count - before[axis]!)],
  };
}

/** [height, width, in, out] → [out, in, height, width] */
function outputsFirst({ name, shape, data }: NamedTensor): OnnxTensor {
  const [height, width, inputs, outputs] = shape as [number, number, number, number];
  const positions = height * width;
  const turned = new Float32Array(data.length);
  let from = 0;
  for (let position = 0; position < positions; position++) {
    for (let input = 0; input < inputs; input++) {
      for (let output = 0; output < outputs; output++) {
        turned[(output * inputs + input) * positions + position] = data[from++]!;
      }
    }
  }
  return { name, shape: [outputs, inputs, height, width], data: turned };
}
