import { describe, expect, it } from 'vitest';
import { tinyNetwork, type TinyNetwork } from '../../test/builders/tiny-networks';
import { loadOnnxNetwork } from '../compute/networks/onnx-network';
import { areAlike } from './alike';
import type { BackboneContract } from './contract';
import { tryOut } from './try-out';

const CONTRACT: BackboneContract = {
  frontEnd: 'yamnet',
  input: 'mel',
  outputs: ['embedding'],
  readout: 'average',
  embeddingSize: 12,
  windowSeconds: 2,
};

async function tried(name: TinyNetwork, changes: Partial<BackboneContract> = {}): Promise<void> {
  const network = await loadOnnxNetwork(tinyNetwork(name), { webgpu: false, threads: 1 });
  await tryOut(network, { ...CONTRACT, ...changes }).finally(() => network.dispose());
}

describe('trying a network out', () => {
  it('takes one that does what its contract says', async () => {
    await expect(tried('yamnet')).resolves.toBeUndefined();
  });

  it.each([
    ['constant', {}, 'backbone-constant', /alike/],
    ['not-a-number', {}, 'backbone-not-finite', /NaN/],
    ['yamnet', { input: 'sound' }, 'backbone-contract-mismatch', /no input “sound” but mel/],
    [
      'yamnet',
      { outputs: ['tags'] },
      'backbone-contract-mismatch',
      /no output “tags” but embedding/,
    ],
    ['yamnet', { embeddingSize: 13 }, 'backbone-contract-mismatch', /12 numbers .* instead of 13/],
    ['yamnet', { frontEnd: 'musicnn' }, 'backbone-contract-mismatch', /dimensions|shape/i],
  ] as const)('%s with %o: %s', async (name, changes, code, got) => {
    await expect(tried(name, changes)).rejects.toMatchObject({
      code,
      record: { got: expect.stringMatching(got) as string },
    });
  });
});

it('vectors are alike up to rounding', () => {
  const vector = Float32Array.of(100, -1, 0);
  expect(areAlike([vector, Float32Array.of(100, -1.00001, 0)])).toBe(true);
  expect(areAlike([vector, vector, Float32Array.of(100, -1.001, 0)])).toBe(false);
  expect(areAlike([Float32Array.of(0, 0), Float32Array.of(0, 0)])).toBe(true);
  expect(areAlike([vector])).toBe(false);
});
