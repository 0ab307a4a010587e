// One training step of the CNN on WebAssembly with our kernels, beside tfjs's cpu backend: of tfjs's own backends the
// only one that can train a convolutional network without a GPU.

import { chooseBackend } from '../src/compute/choose-backend';
import { createRandom } from '../src/core/random';
import { initialWeights } from '../src/trainers/cnn/layout';
import { CnnDeviceState, freshOptimiser, freshStatistics } from '../src/trainers/cnn/step';
import { benchRow } from './row';

const BATCH_SIZE = 32;
const TURNS = 3;
/** Three seconds of the log-mel extractor; narrower than the default, or the peer would take minutes a step. */
const CONFIG = { numFrames: 129, numMels: 128, width: 4, numClasses: 10 };

export default async function training() {
  const ours: number[] = [];
  const peer: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    ours.push(await measureStep('wasm'));
    peer.push(await measureStep('cpu'));
  }
  const row = benchRow({
    metric: `CNN step, batch ${BATCH_SIZE}, width ${CONFIG.width}, 3 s`,
    unit: 'ms',
    better: 'less',
    ours: Math.min(...ours),
    peer: Math.min(...peer),
    peerName: 'tfjs cpu backend',
  });
  return { rows: [row] };
}

/** Milliseconds of the second step; the first one pays for what is set up once. */
async function measureStep(backend: 'wasm' | 'cpu'): Promise<number> {
  await chooseBackend(backend);
  const random = createRandom(1);
  const { numFrames, numMels, numClasses } = CONFIG;
  const weights = initialWeights(CONFIG, random);
  const statistics = freshStatistics(CONFIG);
  const device = new CnnDeviceState({
    ...{ config: CONFIG, weights, statistics },
    ...freshOptimiser(CONFIG),
  });
  const size = BATCH_SIZE * numFrames * numMels;
  const batch = {
    images: Float32Array.from({ length: size }, () => random.normal()),
    targets: new Float32Array(BATCH_SIZE * numClasses).fill(1 / (BATCH_SIZE * numClasses)),
    rows: BATCH_SIZE,
    groupSize: 8,
    dropoutSeed: 1,
  };
  let milliseconds = 0;
  for (const step of [1, 2]) {
    const startedAt = performance.now();
    const params = { dropout: 0.3, optimiser: 'adamw', weightDecay: 0.01 } as const;
    const { logits } = await device.enqueue(batch, {
      ...{ learningRate: 0.001, params, step, averagedSteps: step - 1, examplesAtOnce: 8 },
    });
    await logits;
    device.confirm();
    milliseconds = performance.now() - startedAt;
  }
  device.dispose();
  return milliseconds;
}
