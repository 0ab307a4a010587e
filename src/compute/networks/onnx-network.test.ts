import { describe, expect, it } from 'vitest';
import { TINY_NETWORKS, tinyNetwork } from '../../../test/builders/tiny-networks';
import { frontEndSignal } from '../../../test/golden/front-end-signal';
import { embedWindows } from '../../backbones/embed';
import { guessContract } from '../../backbones/guess-contract';
import { hearWindows } from '../../backbones/hear';
import { loadOnnxNetwork } from './onnx-network';

const OPTIONS = { webgpu: false, threads: 1 };
const SPECIAL: readonly string[] = ['not-a-number', 'constant', 'open-output'];
const STAND_INS = TINY_NETWORKS.filter((name) => !SPECIAL.includes(name));

describe.each(STAND_INS)('a network that hears as %s', (name) => {
  it('is recognised, and embeds a clip', async () => {
    const network = await loadOnnxNetwork(tinyNetwork(name), OPTIONS);
    try {
      const contract = guessContract(network.inputs, network.outputs)!;
      expect(contract.frontEnd).toBe(name);
      const windows = await hearWindows(frontEndSignal(22050, 3 * 22050), contract);
      const { data, columns } = await embedWindows(windows, { network, contract, batchSize: 2 });
      expect(columns).toBe(12);
      expect(data.every(Number.isFinite)).toBe(true);
      expect(new Set(data).size).toBeGreaterThan(6);
    } finally {
      await network.dispose();
    }
  });
});

it('names a network that gives no numbers', async () => {
  const network = await loadOnnxNetwork(tinyNetwork('not-a-number'), OPTIONS);
  const contract = guessContract(network.inputs, network.outputs)!;
  const windows = await hearWindows(frontEndSignal(16000, 16000), contract);
  const broken = embedWindows(windows, { network, contract, batchSize: 1 });
  await expect(broken).rejects.toMatchObject({ code: 'backbone-not-finite' });
  await network.dispose();
});

const WHOLE = tinyNetwork('yamnet');
it.each([
  ['an empty file', new Uint8Array(0)],
  ['a truncated one', WHOLE.slice(0, WHOLE.length / 2)],
  ['zeros', new Uint8Array(1000)],
  ['text', new TextEncoder().encode('<!doctype html><p>Not found')],
  ['chance bytes', Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251)],
])('refuses %s', async (_, bytes) => {
  await expect(loadOnnxNetwork(bytes, OPTIONS)).rejects.toMatchObject({
    code: 'backbone-unreadable',
  });
});

it('names an input that the network does not have', async () => {
  const network = await loadOnnxNetwork(WHOLE, OPTIONS);
  const value = { data: new Float32Array(96 * 64), dims: [1, 96, 64] };
  const code = 'backbone-contract-mismatch';
  await expect(network.run('wave', value, ['embedding'])).rejects.toMatchObject({ code });
  await expect(network.run('mel', value, ['nothing'])).rejects.toMatchObject({ code });
  const other = { data: new Float32Array(96 * 32), dims: [1, 96, 32] };
  await expect(network.run('mel', other, ['embedding'])).rejects.toMatchObject({ code });
  await network.dispose();
});
