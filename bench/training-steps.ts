// Whole training steps of the CNN, forward, backward and optimiser: ours on any backend, tfjs's own, PyTorch's.

import * as tf from '@tensorflow/tfjs-core';
import os from 'node:os';
import { createRandom } from '../src/core/random';
import { initialWeights, type CnnConfig } from '../src/trainers/cnn/layout';
import { CnnDeviceState, freshOptimiser, freshStatistics } from '../src/trainers/cnn/step';
import { runPython } from './python-peer';
import { StockNetwork } from './training-stock';

/** 128 mels × 5 s of the log-mel extractor. */
export const DEFAULT_SHAPE: CnnConfig = { numFrames: 216, numMels: 128, width: 16, numClasses: 10 };

const LEARNING_RATE = 0.001;
const DROPOUT = 0.3;
const GROUP_SIZE = 8;

export interface StepRun {
  readonly config: CnnConfig;
  readonly batchSize: number;
  /** Sent one after the other, awaited together, after one that pays for what is set up once. */
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

/** Milliseconds a step of ours on the backend that is current. */
export async function measureOurStep(run: StepRun): Promise<number> {
  const { config, batchSize } = run;
  const { weights, images, labels } = inputs(run);
  const statistics = freshStatistics(config);
  const state = new CnnDeviceState({ config, weights, statistics, ...freshOptimiser(config) });
  const targets = labels.map((value) => value / batchSize);
  const batch = { rows: batchSize, groupSize: GROUP_SIZE, dropoutSeed: 1, images, targets };
  let done = 0;
  const enqueue = async (): Promise<Promise<Float32Array>[]> => {
    const options = {
      ...{ learningRate: LEARNING_RATE, step: done + 1, averagedSteps: done },
      params: { dropout: DROPOUT, optimiser: 'adam', weightDecay: 0 } as const,
      examplesAtOnce: batchSize,
    };
    done++;
    const { logits } = await state.enqueue(batch, options);
    state.confirm();
    return [logits];
  };
  await Promise.all(await enqueue());
  const startedAt = performance.now();
  const pending: Promise<Float32Array>[] = [];
  for (let i = 0; i < run.steps; i++) pending.push(...(await enqueue()));
  await Promise.all(pending);
  const milliseconds = (performance.now() - startedAt) / run.steps;
  state.dispose();
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

/** Milliseconds a step in PyTorch, on its CUDA device where it has one; null, with the reason printed, without PyTorch. */
export function measureTorchStep(run: StepRun): { milliseconds: number; name: string } | null {
  const printed = runPython({
    needs: ['torch'],
    script: 'torch_cnn.py',
    args: [],
    input: JSON.stringify({ ...run.config, batchSize: run.batchSize, steps: run.steps }),
    threads: os.availableParallelism(),
  });
  if (printed === null) return null;
  const { milliseconds, device } = JSON.parse(printed) as { milliseconds: number; device: string };
  return { milliseconds, name: `PyTorch on ${device}` };
}
