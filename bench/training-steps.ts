// Whole training steps of the CNN, forward, backward and optimiser: ours on any backend, tfjs's own, PyTorch's.

import * as tf from '@tensorflow/tfjs-core';
import os from 'node:os';
import { createTrainingDevice } from '../src/compute/training-device';
import { createRandom } from '../src/core/random';
import type { ComputeInfo } from '../src/rpc/interfaces';
import { initialWeights, type CnnConfig } from '../src/trainers/cnn/layout';
import {
  CnnDeviceState,
  freshOptimiser,
  freshStatistics,
  type PendingStep,
} from '../src/trainers/cnn/step';
import { runPython } from './python-peer';
import { StockNetwork } from './training-stock';

/** 128 mels × 5 s of the log-mel extractor. */
export const DEFAULT_SHAPE: CnnConfig = { numFrames: 216, numMels: 128, width: 16, numClasses: 10 };

const LEARNING_RATE = 0.001;
const DROPOUT = 0.3;
const GROUP_SIZE = 8;
/** Whether there is room is not what is measured. */
const NO_NEEDS = { fixedBytes: 0, bytesPerExample: 0, largestBytesPerExample: 0 };

export interface StepRun {
  readonly config: CnnConfig;
  readonly batchSize: number;
  /** One after the other, after one that pays for what is set up once. */
  readonly steps: number;
}

function inputs({ config, batchSize }: StepRun) {
  const { numFrames, numMels, numClasses } = config;
  const random = createRandom(1);
  const weights = initialWeights(config, random);
  const images = Float32Array.from({ length: batchSize * numFrames * numMels }, () =>
    random.normal(),
  );
  const labels = new Float32Array(batchSize * numClasses);
  for (let i = 0; i < batchSize; i++) labels[i * numClasses + (i % numClasses)] = 1;
  return { weights, images, labels };
}

/** Milliseconds a step of ours on the backend that is current, on the device that the app trains on. */
export async function measureOurStep(run: StepRun): Promise<number> {
  const { config, batchSize } = run;
  const { weights, images, labels } = inputs(run);
  const statistics = freshStatistics(config);
  const backend = tf.getBackend() as ComputeInfo['backend'];
  const device = createTrainingDevice({ backend });
  // The whole batch at once, where the device may choose.
  const group = backend === 'webgpu' ? batchSize : GROUP_SIZE;
  const sizer = device.planBatches({ needs: NO_NEEDS, group, batchSize });
  const examplesAtOnce = sizer.size;
  const snapshot = { config, weights, statistics, ...freshOptimiser(config) };
  const state = new CnnDeviceState(snapshot, device);
  const targets = labels.map((value) => value / batchSize);
  const batch = { rows: batchSize, groupSize: GROUP_SIZE, dropoutSeed: 1, images, targets };
  let sent = 0;
  const send = (): Promise<PendingStep> => {
    sent++;
    return state.enqueue(batch, {
      ...{ learningRate: LEARNING_RATE, step: sent, averagedSteps: sent - 1, examplesAtOnce },
      params: { dropout: DROPOUT, optimiser: 'adam', weightDecay: 0 },
    });
  };
  let lastDone = performance.now();
  const finish = async ({ logits }: PendingStep): Promise<void> => {
    await logits;
    state.confirm();
    const now = performance.now();
    sizer.onStep({ examples: batchSize, examplesAtOnce, milliseconds: now - lastDone });
    lastDone = now;
    device.read();
  };
  await finish(await send());
  const startedAt = performance.now();
  const ahead: PendingStep[] = [];
  for (let i = 0; i < run.steps; i++) {
    ahead.push(await send());
    if (ahead.length === device.stepsAhead) await finish(ahead.shift()!);
  }
  for (const step of ahead) await finish(step);
  const milliseconds = (performance.now() - startedAt) / run.steps;
  state.dispose();
  device.dispose();
  return milliseconds;
}

/** The same with tfjs's own operations, tape and optimiser. */
export async function measureStockStep(run: StepRun): Promise<number> {
  const { config, batchSize } = run;
  const { weights, images, labels } = inputs(run);
  const { numFrames, numMels, numClasses } = config;
  const settings = { config, weights, learningRate: LEARNING_RATE, dropout: DROPOUT };
  const network = new StockNetwork(settings);
  const step = () =>
    tf.tidy(() => {
      const x = tf.tensor4d(images, [batchSize, numFrames, numMels, 1]);
      return network.step(x, tf.tensor2d(labels, [batchSize, numClasses]));
    });
  const first = step();
  await first.data();
  const startedAt = performance.now();
  const losses = Array.from({ length: run.steps }, step);
  await Promise.all(losses.map((loss) => loss.data()));
  const milliseconds = (performance.now() - startedAt) / run.steps;
  tf.dispose([first, ...losses]);
  network.dispose();
  return milliseconds;
}

/**
 * Milliseconds a step in PyTorch, on its CUDA device where it has one and is not held to the processor; null, with the
 * reason printed, without PyTorch.
 */
export function measureTorchStep(
  run: StepRun,
  { onProcessor = false }: { onProcessor?: boolean } = {},
): { milliseconds: number; name: string } | null {
  const { config, batchSize, steps } = run;
  const printed = runPython({
    needs: ['torch'],
    script: 'torch_cnn.py',
    args: [],
    input: JSON.stringify({ ...config, batchSize, steps, onProcessor }),
    threads: os.availableParallelism(),
  });
  if (printed === null) return null;
  const { milliseconds, device } = JSON.parse(printed) as { milliseconds: number; device: string };
  return { milliseconds, name: `PyTorch on ${device}` };
}
