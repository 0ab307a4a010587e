// The CNN on WebGPU in Node: trained twice, and stopped and gone on with, how far apart are the weights?

import { beforeAll, describe, expect, it } from 'vitest';
import { startDawn, type DawnDevice } from '../../test/dawn';
import { createTrainingDevice } from '../compute/training-device';
import { createMatrix, type Matrix } from '../core/matrix';
import { createRandom } from '../core/random';
import { cnnTrainer } from './cnn';
import { modelFromJson } from './cnn/model-json';
import type { Checkpoint, FitContext, LabelledInput, SpectrogramInput } from './trainer';

const NUM_MELS = 12;
const params = { epochs: 3, batchSize: 32, width: 3, cropSeconds: 0.9, cropsPerEpoch: 2 };

function toySet(clips: number): LabelledInput<SpectrogramInput> {
  const random = createRandom(1);
  const indices = Int32Array.from({ length: clips }, (_, clip) => clip % 2);
  const matrices = Array.from(indices, (label): Matrix => {
    const matrix = createMatrix(20, NUM_MELS);
    for (let i = 0; i < matrix.data.length; i++) {
      const isInBand = i % NUM_MELS < 6 === (label === 0);
      matrix.data[i] = -60 + (isInBand ? 30 : 0) + 8 * random.normal();
    }
    return matrix;
  });
  const get = async (index: number) => matrices[index]!;
  return {
    x: { kind: 'spectrograms', length: clips, numMels: NUM_MELS, frameSeconds: 0.1, get },
    y: { indices, classes: ['low', 'high'] },
  };
}

const { x, y } = toySet(48);

async function weightsOf(context: Partial<FitContext<SpectrogramInput>>): Promise<Float32Array> {
  const model = await cnnTrainer.fit(x, y, params, { seed: 3, validation: { x, y }, ...context });
  return modelFromJson(model.toJSON()).weights;
}

/** As the app trains: steps sent ahead, as many examples at once as turn out to be quick. */
async function weightsInApp(context: Partial<FitContext<SpectrogramInput>>): Promise<Float32Array> {
  const compute = { backend: 'webgpu', device: '', reason: '', fallbacks: [] } as const;
  const device = createTrainingDevice(compute, { losses: 0 });
  try {
    return await weightsOf({ ...context, device });
  } finally {
    device.dispose();
  }
}

/** Of the largest weight. */
function difference(some: Float32Array, others: Float32Array): number {
  const largest = some.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return some.reduce((most, value, i) => Math.max(most, Math.abs(value - others[i]!)), 0) / largest;
}

describe('the CNN on WebGPU', () => {
  let device: DawnDevice | null;
  beforeAll(async () => {
    device = await startDawn();
  });

  const stopAndGoOn = async (train: typeof weightsOf, last: number): Promise<Float32Array> => {
    const controller = new AbortController();
    let saved: Checkpoint | undefined;
    let done = 0;
    const stopped = train({
      signal: controller.signal,
      onStats: () => void (++done === last && controller.abort()),
      onCheckpoint: async (checkpoint) => void (saved = structuredClone(checkpoint)),
    });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
    return train({ resumeFrom: saved! });
  };

  it('ends with the same bits each time, and after a stop at any step, where groups go one by one', async (context) => {
    if (!device) return context.skip('no WebGPU adapter in Node');
    const once = await weightsOf({});
    expect(difference(once, await weightsOf({}))).toBe(0);
    for (const last of [1, 4, 9]) {
      const resumed = await stopAndGoOn(weightsOf, last);
      expect(difference(once, resumed)).toBe(0);
    }
  }, 120_000);

  it('differs by the order of sums alone where the app chooses how many go at once', async (context) => {
    if (!device) return context.skip('no WebGPU adapter in Node');
    const alone = await weightsOf({});
    const once = await weightsInApp({});
    const runToRun = difference(once, await weightsInApp({}));
    const sizes = difference(alone, once);
    const resumed = await stopAndGoOn(weightsInApp, 5);
    const afterStop = difference(once, resumed);
    console.log(
      `On ${device.name}, of the largest weight: run to run ${runToRun}, other sizes ${sizes}, after a stop ${afterStop}`,
    );
    for (const apart of [runToRun, sizes, afterStop]) expect(apart).toBeLessThan(1e-4);
  }, 120_000);
});
