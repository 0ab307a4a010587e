// The CNN on WebGPU in Node: trained twice, and stopped and gone on with, how far apart are the weights?

import { beforeAll, describe, expect, it } from 'vitest';
import { toySpectrograms } from '../../test/builders/toy-spectrograms';
import { startDawn, type DawnDevice } from '../../test/dawn';
import { createTrainingDevice } from '../compute/training-device';
import { cnnTrainer } from './cnn';
import { modelFromJson } from './cnn/model-json';
import type { Checkpoint, FitContext, SpectrogramInput } from './trainer';

const params = { epochs: 3, batchSize: 32, width: 3, cropSeconds: 0.9, cropsPerEpoch: 2 };

const { x, y } = toySpectrograms({
  ...{ clips: 48, classes: ['low', 'high'], numMels: 12, numFrames: () => 20 },
  ...{ contrastDb: 30, spreadDb: 8, seed: 1 },
});

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
