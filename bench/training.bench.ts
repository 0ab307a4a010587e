// One training step of the CNN on WebAssembly with our kernels, beside tfjs's cpu backend: of tfjs's own backends the
// only one that can train a convolutional network without a GPU.

import { chooseBackend } from '../src/compute/choose-backend';
import { createRandom } from '../src/core/random';
import { blockChannels, initialWeights, NUM_BLOCKS } from '../src/trainers/cnn/layout';
import { CnnDeviceState, freshOptimiser } from '../src/trainers/cnn/step';
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
  const device = new CnnDeviceState({ config: CONFIG, weights, ...freshOptimiser(CONFIG) });
  const size = BATCH_SIZE * numFrames * numMels;
  const summarySize = 2 * blockChannels(CONFIG, NUM_BLOCKS - 1);
  const batch = {
    images: Float32Array.from({ length: size }, () => random.normal()),
    targets: new Float32Array(BATCH_SIZE * numClasses).fill(1 / (BATCH_SIZE * numClasses)),
    dropoutMask: new Float32Array(BATCH_SIZE * summarySize).fill(1),
  };
  let milliseconds = 0;
  for (const step of [1, 2]) {
    const startedAt = performance.now();
    await device.step(batch, { learningRate: 0.001, weightDecay: 0.01, step });
    milliseconds = performance.now() - startedAt;
  }
  device.dispose();
  return milliseconds;
}
