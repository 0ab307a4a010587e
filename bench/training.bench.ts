// Training the CNN, forward, backward and optimiser: ours beside tfjs's own WebGPU kernels and PyTorch, where Dawn finds
// an adapter; ours on WebAssembly beside tfjs's cpu backend, of its own the only one that can train a convolutional
// network without a GPU; and how an epoch's time grows with the clips.

import * as tf from '@tensorflow/tfjs-core';
import { chooseBackend } from '../src/compute/choose-backend';
import { createMatrix } from '../src/core/matrix';
import { createRandom } from '../src/core/random';
import { cnnTrainer } from '../src/trainers/cnn';
import { benchRow, type BenchRow } from './row';
import { inTurns, OURS, startBothWebGpus, STOCK } from './training-devices';
import { kernelRows } from './training-kernels';
import {
  DEFAULT_SHAPE,
  measureOurStep,
  measureStockStep,
  measureTorchStep,
} from './training-steps';

const BATCH_SIZES = [8, 32];
const TURNS = 3;
/** Three seconds, and narrower than the default: tfjs's cpu backend would take minutes a step. */
const NARROW_RUN = {
  config: { numFrames: 129, numMels: 128, width: 4, numClasses: 10 },
  batchSize: 32,
  steps: 1,
};
const EPOCH_CLIPS = 64;

export default async function training() {
  const device = await startBothWebGpus();
  const onWebGpu: BenchRow[] = [];
  if (device) {
    const isGpu = !device.isSoftware;
    onWebGpu.push(...(await stepRows(isGpu ? 20 : 2)));
    onWebGpu.push(...(await kernelRows(isGpu ? 50 : 2)));
  }
  const rows = [...onWebGpu, await wasmRow(), await growthRow()];
  return {
    rows,
    ...(device && { device: device.name }),
    // Beside the results of machines without a graphics processor, not in their place.
    ...(device && !device.isSoftware && { variant: 'gpu' }),
  };
}

async function stepRows(steps: number): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const batchSize of BATCH_SIZES) {
    const run = { config: DEFAULT_SHAPE, batchSize, steps };
    const best = await inTurns(
      {
        ours: () => on(OURS, () => measureOurStep(run)),
        stock: () => on(STOCK, () => measureStockStep(run)),
      },
      TURNS,
    );
    const torch = measureTorchStep(run);
    const comparison = {
      metric: `CNN step, batch ${batchSize}, default shape, WebGPU`,
      unit: 'ms',
      better: 'less' as const,
      ours: best.ours,
    };
    rows.push(benchRow({ ...comparison, peer: best.stock, peerName: 'tfjs WebGPU' }));
    if (torch) {
      rows.push(benchRow({ ...comparison, peer: torch.milliseconds, peerName: torch.name }));
    }
  }
  return rows;
}

async function on(backend: string, measure: () => Promise<number>): Promise<number> {
  await tf.setBackend(backend);
  return measure();
}

async function wasmRow(): Promise<BenchRow> {
  const { batchSize, config } = NARROW_RUN;
  const measureOn = (backend: 'wasm' | 'cpu') => async () => {
    await chooseBackend(backend);
    return measureOurStep(NARROW_RUN);
  };
  const best = await inTurns({ wasm: measureOn('wasm'), cpu: measureOn('cpu') }, 2);
  return benchRow({
    metric: `CNN step, batch ${batchSize}, width ${config.width}, 3 s, WebAssembly`,
    ...{ unit: 'ms', better: 'less', ours: best.wasm },
    ...{ peer: best.cpu, peerName: 'tfjs cpu backend' },
  });
}

/** Seconds of an epoch with twice the clips over seconds with the clips; 2 where the cost is linear. */
async function growthRow(): Promise<BenchRow> {
  await chooseBackend('wasm');
  const best = await inTurns(
    { once: () => measureEpoch(EPOCH_CLIPS), twice: () => measureEpoch(2 * EPOCH_CLIPS) },
    TURNS,
  );
  return benchRow({
    metric: `epoch of ${2 * EPOCH_CLIPS} clips over one of ${EPOCH_CLIPS}, WebAssembly`,
    ...{ unit: '×', better: 'less', ours: best.twice / best.once, peer: null, peerName: '' },
  });
}

async function measureEpoch(clips: number): Promise<number> {
  const { numFrames, numMels } = NARROW_RUN.config;
  const random = createRandom(1);
  const classes = ['one', 'other'];
  const matrix = createMatrix(numFrames, numMels);
  for (let i = 0; i < matrix.data.length; i++) matrix.data[i] = random.normal();
  const frameSeconds = 3 / numFrames;
  const x = { kind: 'spectrograms', length: clips, numMels, frameSeconds } as const;
  const y = { indices: Int32Array.from({ length: clips }, (_, i) => i % 2), classes };
  const params = { epochs: 2, width: 4, cropSeconds: 3, cropsPerEpoch: 1 };
  let milliseconds = 0;
  let startedAt = 0;
  const context = {
    seed: 1,
    onEpoch: () => {
      milliseconds = performance.now() - startedAt;
      startedAt = performance.now();
    },
  };
  const model = await cnnTrainer.fit({ ...x, get: async () => matrix }, y, params, context);
  model.dispose();
  return milliseconds;
}
