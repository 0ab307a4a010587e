// The CNN on WebGPU in Node: trained twice, and stopped and gone on with, how far apart are the weights?

import { beforeAll, describe, expect, it } from 'vitest';
import { startDawn, type DawnDevice } from '../../test/dawn';
import { createMatrix, type Matrix } from '../core/matrix';
import { createRandom } from '../core/random';
import { cnnTrainer } from './cnn';
import { modelFromJson } from './cnn/model-json';
import type { Checkpoint, FitContext, LabelledInput, SpectrogramInput } from './trainer';

const NUM_MELS = 12;
const params = { epochs: 3, batchSize: 12, width: 3, cropSeconds: 0.9, cropsPerEpoch: 2 };

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

const { x, y } = toySet(24);

async function weightsOf(context: Partial<FitContext<SpectrogramInput>>): Promise<Float32Array> {
  const model = await cnnTrainer.fit(x, y, params, { seed: 3, validation: { x, y }, ...context });
  return modelFromJson(model.toJSON()).weights;
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

  it('ends with the same bits each time, and the same after a stop at any step', async (context) => {
    if (!device) return context.skip('no WebGPU adapter in Node');
    const once = await weightsOf({});
    const again = await weightsOf({});
    console.log(`Run to run on ${device.name}: ${difference(once, again)}`);
    expect(difference(once, again)).toBe(0);
    for (const last of [1, 4, 6, 9]) {
      const controller = new AbortController();
      let saved: Checkpoint | undefined;
      let done = 0;
      const stopped = weightsOf({
        signal: controller.signal,
        onStats: () => void (++done === last && controller.abort()),
        onCheckpoint: async (checkpoint) => void (saved = structuredClone(checkpoint)),
      });
      await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
      const resumed = await weightsOf({ resumeFrom: saved! });
      console.log(`Stopped after step ${last}: ${difference(once, resumed)}`);
      expect(difference(once, resumed)).toBe(0);
    }
  }, 120_000);
});
