// Training the CNN, forward, backward and optimiser: ours beside tfjs's own WebGPU kernels and PyTorch, where Dawn finds
// an adapter; ours on WebAssembly beside tfjs's cpu backend, of its own the only one that can train a convolutional
// network without a GPU, and beside PyTorch on the processor; and how an epoch's time grows with the clips.

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
/** Without a graphics processor, at the default shape. */
const PROCESSOR_RUN = { config: DEFAULT_SHAPE, batchSize: 8, steps: 5 };
const EPOCH_CLIPS = 64;
/** How many times faster than tfjs's own a step has to be. */
const WANTED = { gpu: 4, softwareAdapter: 1.5, wasm: 5 };

export default async function training() {
  const device = await startBothWebGpus();
  const onWebGpu: BenchRow[] = [];
  const problems: string[] = [];
  if (device) {
    const isGpu = !device.isSoftware;
    const { rows, besideStock } = await stepRows(isGpu ? 20 : 2);
    problems.push(...tooSlow(besideStock, isGpu ? WANTED.gpu : WANTED.softwareAdapter));
    onWebGpu.push(...rows, ...(await kernelRows(isGpu ? 50 : 2)));
  }
  const besideCpu = await wasmRow();
  problems.push(...tooSlow([besideCpu], WANTED.wasm));
  const rows = [...onWebGpu, besideCpu, await processorRow(), await growthRow()];
  return {
    ...{ rows, problems },
    ...(device && { device: device.name }),
    // Beside the results of machines without a graphics processor, not in their place.
    ...(device && !device.isSoftware && { variant: 'gpu' }),
  };
}

/** One text for each row that is not as many times faster than its peer as wanted. */
function tooSlow(rows: readonly BenchRow[], wanted: number): string[] {
  return rows
    .filter(({ ratio }) => ratio !== null && !(ratio >= wanted))
    .map(
      ({ metric, ratio, peerName }) =>
        `${metric}: ${ratio!.toFixed(2)}× as fast as ${peerName}, where ${wanted}× is wanted.`,
    );
}

/** `besideStock`: those of the rows whose peer is tfjs. */
async function stepRows(steps: number) {
  const rows: BenchRow[] = [];
  const besideStock: BenchRow[] = [];
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
    const row = benchRow({ ...comparison, peer: best.stock, peerName: 'tfjs WebGPU' });
    rows.push(row);
    besideStock.push(row);
    if (torch) {
      rows.push(benchRow({ ...comparison, peer: torch.milliseconds, peerName: torch.name }));
    }
  }
  return { rows, besideStock };
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

/** What training without a graphics processor costs, beside PyTorch without one. */
async function processorRow(): Promise<BenchRow> {
  const { batchSize } = PROCESSOR_RUN;
  await chooseBackend('wasm');
  const best = await inTurns({ wasm: () => measureOurStep(PROCESSOR_RUN) }, TURNS);
  const torch = measureTorchStep(PROCESSOR_RUN, { onProcessor: true });
  return benchRow({
    metric: `CNN step, batch ${batchSize}, default shape, WebAssembly`,
    ...{ unit: 'ms', better: 'less', ours: best.wasm },
    ...{ peer: torch?.milliseconds ?? null, peerName: torch?.name ?? '' },
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
