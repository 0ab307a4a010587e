// The head on WebGPU in Node: do its steps go where the wasm backend's go, and is a stop without a trace there too?

import { expect, it } from 'vitest';
import { installDawn } from '../../test/dawn';
import { chooseBackend } from '../compute/choose-backend';
import { createTrainingDevice } from '../compute/training-device';
import { createMatrix } from '../core/matrix';
import { createRandom } from '../core/random';
import { headTrainer } from './head';
import { headFromJson } from './head/model-json';
import type { Checkpoint, FitContext, LabelledInput, TableInput } from './trainer';

const COLUMNS = 70;
const ROWS = 50;

function makeTable(): LabelledInput<TableInput> {
  const random = createRandom(1);
  const indices = Int32Array.from({ length: ROWS }, (_, i) => i % 3);
  const matrix = createMatrix(ROWS, COLUMNS);
  matrix.data.forEach((_, i) => {
    const isOwn = i % 3 === indices[Math.floor(i / COLUMNS)];
    matrix.data[i] = (isOwn ? 0.5 : 0) + random.normal();
  });
  const columnNames = Array.from({ length: COLUMNS }, (_, i) => `column ${i}`);
  return { x: { kind: 'table', matrix, columnNames }, y: { indices, classes: ['a', 'b', 'c'] } };
}

const train = makeTable();

async function weightsOf(
  head: string,
  backend: 'wasm' | 'webgpu',
  context: Partial<FitContext<TableInput>> = {},
): Promise<Float32Array> {
  await chooseBackend(backend);
  const compute = { backend, device: '', reason: '', fallbacks: [] } as const;
  const device = createTrainingDevice(compute, { losses: 0 });
  try {
    const params = { head, epochs: 3, batchSize: 17, hiddenUnits: 33, mixup: 0.5 };
    const all = { seed: 3, device, ...context };
    const model = await headTrainer.fit(train.x, train.y, params, all);
    return headFromJson(model.toJSON()).network!.weights;
  } finally {
    device.dispose();
  }
}

function largestDifference(some: Float32Array, others: Float32Array): number {
  return some.reduce((most, value, i) => Math.max(most, Math.abs(value - others[i]!)), 0);
}

it.for(['linear', 'mlp'])(
  'ends where the wasm backend ends: %s',
  { timeout: 120_000 },
  async (head, context) => {
    const device = await installDawn();
    if (!device) return context.skip('no WebGPU adapter in Node');
    const wasm = await weightsOf(head, 'wasm');
    const webgpu = await weightsOf(head, 'webgpu');
    const difference = largestDifference(wasm, webgpu);
    console.log(`On ${device.name}, ${head}: weights differ from wasm's by ${difference} at most`);
    expect(difference).toBeLessThan(1e-4);
    const saved: Checkpoint[] = [];
    await weightsOf(head, 'webgpu', { onCheckpoint: async (each) => void saved.push(each) });
    const resumed = await weightsOf(head, 'webgpu', { resumeFrom: saved[0]! });
    expect(largestDifference(webgpu, resumed)).toBe(0);
  },
);
