import { describe, expect, it } from 'vitest';
import { createMatrix } from '../core/matrix';
import type { Network, TensorData } from '../core/tensor-data';
import { backboneKey } from './contract';
import { embedWindows } from './embed';
import { pooledSize, poolWindows, POOLINGS } from './pooling';

/** Answers each patch with its own mean and its first value. */
function meanNetwork(seen: number[][] = []): Network {
  return {
    ...{ inputs: [], outputs: [], device: 'test' },
    run: (_, { data, dims }) => {
      seen.push([...dims]);
      const [patches = 1] = dims;
      const length = data.length / patches;
      const answers = Array.from({ length: patches }, (__, patch) => {
        const values = data.subarray(patch * length, (patch + 1) * length);
        return [values.reduce((sum, value) => sum + value, 0) / length, values[0]!];
      });
      return Promise.resolve([{ data: Float32Array.from(answers.flat()), dims: [patches, 2] }]);
    },
    dispose: () => Promise.resolve(),
  };
}

const contract = { input: 'x', outputs: ['y'], readout: 'average', embeddingSize: 2 } as const;
const window = (patches: number, ...values: number[]): TensorData => ({
  data: Float32Array.from(values),
  dims: [patches, values.length / patches],
});

describe('embedWindows', () => {
  it('sends windows of one shape together, others by themselves, and keeps their order', async () => {
    const seen: number[][] = [];
    const windows = [window(1, 1, 3), window(1, 5, 7), window(2, 2, 4, 6, 8), window(1, 9, 9)];
    const network = meanNetwork(seen);
    const { data } = await embedWindows(windows, { network, contract, batchSize: 8 });
    expect(seen).toEqual([
      [2, 2],
      [2, 2],
      [1, 2],
    ]);
    expect([...data]).toEqual([2, 1, 6, 5, 5, 4, 9, 9]);
  });

  it('refuses numbers that are none', async () => {
    const options = { network: meanNetwork(), contract, batchSize: 1 };
    const broken = embedWindows([window(1, NaN, 1)], options);
    await expect(broken).rejects.toMatchObject({ code: 'backbone-not-finite' });
  });

  it('refuses an embedding of another size than its contract says', async () => {
    const options = { network: meanNetwork(), contract: { ...contract, embeddingSize: 3 } };
    const wrong = embedWindows([window(1, 1, 1)], { ...options, batchSize: 1 });
    await expect(wrong).rejects.toMatchObject({ code: 'backbone-contract-mismatch' });
  });

  it('stops between batches', async () => {
    const signal = AbortSignal.abort();
    const options = { network: meanNetwork(), contract, batchSize: 1, signal };
    await expect(embedWindows([window(1, 1)], options)).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});

describe('poolWindows', () => {
  const windows = createMatrix(2, 2, Float32Array.of(1, 10, 3, -10));

  it('takes mean, highest, or mean and deviation', () => {
    expect([...poolWindows(windows, 'mean')]).toEqual([2, 0]);
    expect([...poolWindows(windows, 'max')]).toEqual([3, 10]);
    expect([...poolWindows(windows, 'mean-std')]).toEqual([2, 0, 1, 10]);
  });

  it.each(POOLINGS)('gives as many numbers as said: %s', (pooling) => {
    expect(poolWindows(windows, pooling)).toHaveLength(pooledSize(2, pooling));
  });
});

it('names a network by its weights and by how it is asked', () => {
  const full = { ...contract, outputs: ['y'], frontEnd: 'yamnet', windowSeconds: 10 } as const;
  const key = backboneKey(['aa'], full);
  expect(key).toMatch(/^[0-9a-f]{16}$/);
  expect(backboneKey(['aa'], { ...full })).toBe(key);
  expect(backboneKey(['ab'], full)).not.toBe(key);
  expect(backboneKey(['aa'], { ...full, windowSeconds: 5 })).not.toBe(key);
});
