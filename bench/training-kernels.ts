// Each kernel that training spends its time in, at the default shape: tfjs's own beside ours, on the same adapter.

import * as tf from '@tensorflow/tfjs-core';
import { FUSED_KERNELS } from '../src/core/fused-kernels';
import { convStride, isPooled, NUM_BLOCKS, weightSlots } from '../src/trainers/cnn/layout';
import { benchRow } from './row';
import { inTurns, OURS, settle, STOCK } from './training-devices';
import { stockBatchNormRelu } from './training-stock';
import { DEFAULT_SHAPE } from './training-steps';

const BATCH_SIZE = 8;
const TURNS = 3;
const EPSILON = 1e-3;

/** Does the work on the current backend; the results' last one comes out last. */
type Work = () => tf.Tensor[];

interface KernelWork {
  readonly name: string;
  readonly stock: Work;
  /** Where it is not the same call with another kernel behind it. */
  readonly ours?: Work;
}

/** A row a kernel. `repeats`: how often a turn does it; more on a device that is done before the clock has ticked. */
export async function kernelRows(repeats: number) {
  const works = { ours: await kernelWorks(OURS), stock: await kernelWorks(STOCK) };
  const rows = [];
  for (const [i, { name }] of works.stock.entries()) {
    const ours = works.ours[i]!;
    const best = await inTurns(
      {
        ours: () => measure(OURS, ours.ours ?? ours.stock, repeats),
        stock: () => measure(STOCK, works.stock[i]!.stock, repeats),
      },
      TURNS,
    );
    rows.push(
      benchRow({
        metric: `${name}, batch ${BATCH_SIZE}, WebGPU`,
        ...{ unit: 'ms', better: 'less', ours: best.ours },
        ...{ peer: best.stock, peerName: 'tfjs WebGPU' },
      }),
    );
  }
  return rows;
}

/** Milliseconds, after one go that compiles. */
async function measure(backend: string, work: Work, repeats: number): Promise<number> {
  await tf.setBackend(backend);
  const go = () => tf.tidy(work);
  await finish(go());
  const startedAt = performance.now();
  for (let repeat = 1; repeat < repeats; repeat++) tf.dispose(go());
  await finish(go());
  return (performance.now() - startedAt) / repeats;
}

async function finish(results: tf.Tensor[]): Promise<void> {
  await settle(results.at(-1)!);
  tf.dispose(results);
}

async function kernelWorks(backend: string): Promise<KernelWork[]> {
  await tf.setBackend(backend);
  const blocks = networkBlocks();
  const pooledBlocks = blocks.filter(({ block }) => isPooled(block));
  const attrs = (block: number) => ({
    strides: convStride(block),
    pad: 'same',
    dataFormat: 'NHWC',
  });
  return [
    {
      name: 'convolution (4 layers)',
      stock: () =>
        blocks.map(({ block, x, filter }) => tf.conv2d(x, filter, convStride(block), 'same')),
    },
    {
      name: 'convolution, filter gradient (4 layers)',
      stock: () =>
        blocks.map(({ block, x, filter, y }) =>
          run(
            tf.Conv2DBackpropFilter,
            { x, dy: y },
            { ...attrs(block), filterShape: filter.shape },
          ),
        ),
    },
    {
      name: 'convolution, input gradient (3 layers)',
      stock: () =>
        blocks
          .slice(1)
          .map(({ block, x, filter, y }) =>
            run(
              tf.Conv2DBackpropInput,
              { dy: y, filter },
              { ...attrs(block), inputShape: x.shape },
            ),
          ),
    },
    {
      name: 'channel sums (4 layers)',
      stock: () => blocks.map(({ y }) => tf.sum(y, [0, 1, 2])),
    },
    {
      name: 'max-pool gradient (3 layers)',
      stock: () =>
        pooledBlocks.map(({ y, pooled }) =>
          run(
            tf.MaxPoolGrad,
            { dy: pooled, input: y, output: pooled },
            { filterSize: 2, strides: 2, pad: 'same' },
          ),
        ),
    },
    batchNormWork(blocks.map(({ pooled }) => pooled)),
    adamWork(),
    dropoutWork(4 * DEFAULT_SHAPE.width),
  ];
}

/** Tensors of the shapes that each block meets; they live as long as the process. */
function networkBlocks() {
  const { numFrames, numMels } = DEFAULT_SHAPE;
  const filters = weightSlots(DEFAULT_SHAPE).filter(({ name }) => /^block.*kernel$/.test(name));
  let x = tf.randomNormal<tf.Rank.R4>([BATCH_SIZE, numFrames, numMels, 1]);
  return Array.from({ length: NUM_BLOCKS }, (_, block) => {
    const filter = tf.randomNormal<tf.Rank.R4>([...filters[block]!.shape] as [
      number,
      number,
      number,
      number,
    ]);
    const y = tf.conv2d(x, filter, convStride(block), 'same');
    const pooled = isPooled(block) ? tf.maxPool(y, 2, 2, 'same') : y;
    const shapes = { block, x, filter, y, pooled };
    x = pooled;
    return shapes;
  });
}

function batchNormWork(inputs: tf.Tensor4D[]): KernelWork {
  const layers = inputs.map((x) => ({
    x,
    gamma: tf.ones<tf.Rank.R1>([x.shape[3]]),
    beta: tf.zeros<tf.Rank.R1>([x.shape[3]]),
  }));
  const attributes = { groups: 1, epsilon: EPSILON };
  return {
    name: 'batch norm + ReLU, both ways (4 layers)',
    stock: () =>
      layers.flatMap(({ x, gamma, beta }) =>
        tf.grads((image, scale, shift) =>
          stockBatchNormRelu(image, scale as tf.Tensor1D, shift as tf.Tensor1D),
        )([x, gamma, beta], x),
      ),
    ours: () =>
      layers.flatMap(({ x, gamma, beta }) => {
        const flat = tf.reshape(x, [-1, x.shape[3]]);
        const scale = { gamma, beta };
        const [, moments] = runMany(FUSED_KERNELS.batchNormRelu, { x: flat, ...scale }, attributes);
        const inputs = { dy: flat, x: flat, ...scale, moments: moments! };
        return runMany(FUSED_KERNELS.batchNormReluGradient, inputs, attributes);
      }),
  };
}

function adamWork(): KernelWork {
  const slots = weightSlots(DEFAULT_SHAPE);
  const size = slots.reduce((sum, slot) => sum + slot.size, 0);
  const variables = slots.map(({ shape }) => tf.variable(tf.ones([...shape])));
  const gradients = Object.fromEntries(variables.map((each) => [each.name, tf.ones(each.shape)]));
  const optimiser: tf.Optimizer = tf.train.adam(0.001);
  const flat = { state: tf.ones([3, size]), gradient: tf.ones([size]), decayMask: tf.ones([size]) };
  const attributes = {
    ...{ learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    ...{ weightDecay: 0, decoupled: false, step: 1 },
  };
  return {
    name: `Adam (${slots.length} variables)`,
    stock: () => {
      optimiser.applyGradients(gradients);
      return variables.map((each) => tf.clone(each));
    },
    ours: () => [run(FUSED_KERNELS.adam, flat, attributes)],
  };
}

function dropoutWork(columns: number): KernelWork {
  const x = tf.ones<tf.Rank.R2>([BATCH_SIZE, 2 * columns]);
  const attributes = { rate: 0.3, seed: 1, firstRow: 0 };
  return {
    name: 'dropout',
    stock: () => [tf.dropout(x, attributes.rate)],
    ours: () => [run(FUSED_KERNELS.dropout, { x }, attributes)],
  };
}

function run(kernel: string, inputs: tf.NamedTensorMap, attributes: object): tf.Tensor {
  return tf.engine().runKernel(kernel, inputs, attributes as tf.NamedAttrMap);
}

function runMany(kernel: string, inputs: tf.NamedTensorMap, attributes: object): tf.Tensor[] {
  return tf.engine().runKernel(kernel, inputs, attributes as tf.NamedAttrMap);
}
