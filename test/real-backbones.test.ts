import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { embedWindows } from '../src/backbones/embed';
import { loadFrontEnd } from '../src/backbones/front-ends/registry';
import { KNOWN_BACKBONES } from '../src/backbones/registry';
import { loadOnnxNetwork } from '../src/compute/networks/onnx-network';
import { frontEndSignal } from './golden/front-end-signal';

const MODELS = path.resolve(import.meta.dirname, '../../shared/models');
const MAX_ERROR = 1e-3;

const REAL = [
  { id: 'efficientat-mn04', folder: 'efficientat-mn04_as', seconds: 10 },
  { id: 'musicnn-msd', folder: 'musicnn-msd', seconds: 3 },
  { id: 'yamnet', folder: 'yamnet', seconds: 0.975 },
] as const;

interface Reference {
  readonly mean: number;
  readonly first8: readonly number[];
}

function manifestOf(id: string) {
  return KNOWN_BACKBONES.find((manifest) => manifest.id === id)!;
}

describe.each(REAL)('$id with its published weights', ({ id, folder, seconds }) => {
  const { contract, weights } = manifestOf(id);
  const file = path.join(MODELS, folder, weights[0]!.name);

  it('says what its authors’ code says', async ({ skip }) => {
    skip(!existsSync(file), 'the folder of models, ../shared/models, is not on this machine');
    const reference = JSON.parse(
      readFileSync(path.join(MODELS, folder, 'reference.json'), 'utf8'),
    ) as Record<string, Reference>;
    const { sampleRate, compute } = await loadFrontEnd(contract.frontEnd);
    const input = compute(referenceSignal(seconds, sampleRate));
    const network = await loadOnnxNetwork(readFileSync(file), { webgpu: false, threads: 1 });
    try {
      const names = network.outputs.map((output) => output.name);
      const outputs = await network.run(contract.input, input, names);
      for (const [index, { data }] of outputs.entries()) {
        const { mean, first8 } = reference[names[index]!]!;
        first8.forEach((value, i) => expect(Math.abs(data[i]! - value)).toBeLessThan(MAX_ERROR));
        const ours = data.reduce((sum, value) => sum + value, 0) / data.length;
        expect(Math.abs(ours - mean)).toBeLessThan(MAX_ERROR);
      }
    } finally {
      await network.dispose();
    }
  });

  it('gives an embedding of the size that its manifest says, in batches as one by one', async ({
    skip,
  }) => {
    skip(!existsSync(file), 'the folder of models, ../shared/models, is not on this machine');
    const { sampleRate, compute } = await loadFrontEnd(contract.frontEnd);
    const windows = [3, 3, 4, 3].map((length, index) => {
      const { samples } = frontEndSignal(sampleRate, (length + index) * sampleRate);
      return compute({ samples: samples.subarray(index * sampleRate), sampleRate });
    });
    const network = await loadOnnxNetwork(readFileSync(file), { webgpu: false, threads: 1 });
    try {
      const batched = await embedWindows(windows, { network, contract, batchSize: 4 });
      const single = await embedWindows(windows, { network, contract, batchSize: 1 });
      expect([batched.rows, batched.columns]).toEqual([4, contract.embeddingSize]);
      batched.data.forEach((value, i) => expect(value).toBeCloseTo(single.data[i]!, 4));
    } finally {
      await network.dispose();
    }
  });
});

/** The signal that `reference.json` describes. */
function referenceSignal(seconds: number, sampleRate: number) {
  const samples = Float32Array.from({ length: seconds * sampleRate }, (_, n) => {
    const t = n / sampleRate;
    const tones = 0.4 * Math.sin(2 * Math.PI * 220 * t) + 0.3 * Math.sin(2 * Math.PI * 1000 * t);
    return tones + 0.2 * Math.sin(2 * Math.PI * (500 + 50 * t) * t);
  });
  return { samples, sampleRate };
}
