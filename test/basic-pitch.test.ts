import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { manifestSchema } from '../src/backbones/contract';
import { embedWindows } from '../src/backbones/embed';
import { loadFrontEnd } from '../src/backbones/front-ends/registry';
import { wasmBackend } from '../src/compute/backends/wasm';
import { loadGraphNetwork } from '../src/compute/networks/graph-network';
import { hashText } from '../src/core/hash';
import type { Network } from '../src/core/tensor-data';
import golden from './golden/basic_pitch.json';

const FOLDER = path.resolve(import.meta.dirname, '../models/basic-pitch');
const RATE = 22050;

const manifest = v.parse(
  manifestSchema,
  JSON.parse(readFileSync(path.join(FOLDER, 'manifest.json'), 'utf8')),
);
const { contract } = manifest;

async function loadNetwork(): Promise<Network> {
  const [model, weights] = manifest.weights.map(({ name }) =>
    readFileSync(path.join(FOLDER, name)),
  );
  return loadGraphNetwork(model!.toString('utf8'), Uint8Array.from(weights!).buffer);
}

/** As `music` in make_basic_pitch.py. */
function music(seconds: number): Float32Array {
  const melody = [60, 64, 67, 72, 67, 64, 62, 65, 69, 74];
  return Float32Array.from({ length: seconds * RATE }, (_, n) => {
    const t = n / RATE;
    let x = 0.2 * Math.sin(2 * Math.PI * 110 * t);
    [...melody, ...melody].forEach((midi, i) => {
      const start = (i * 0.2 * seconds) / 4;
      if (start >= seconds || t < start) return;
      const on = t - start;
      const hz = 440 * 2 ** ((midi - 69) / 12);
      for (const k of [1, 2, 3]) {
        x += (0.25 / k) * Math.exp(-6 * on) * Math.sin(2 * Math.PI * hz * k * on);
      }
    });
    return x;
  });
}

describe('Basic Pitch as it ships', () => {
  beforeAll(() => wasmBackend.start());

  it('is the file that its manifest names', () => {
    const [model] = manifest.weights;
    expect(hashText(readFileSync(path.join(FOLDER, model!.name), 'utf8'))).toBe(model!.sha256);
  });

  it('hears the notes that the Python package hears', async () => {
    const { compute } = await loadFrontEnd(contract.frontEnd);
    const input = compute({ samples: music(golden.seconds), sampleRate: RATE });
    const network = await loadNetwork();
    const before = tf.memory().numTensors;
    try {
      const outputs = await network.run(contract.input, input, contract.outputs);
      for (const [index, { data, dims }] of outputs.entries()) {
        const expected = golden.outputs[index]!;
        expect(dims).toEqual(expected.dims);
        const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
        expect(Math.abs(mean - expected.mean)).toBeLessThan(1e-4);
        const start = (dims[1]! + 80) * dims[2]!;
        expected.frame.forEach((value, i) =>
          expect(Math.abs(data[start + i]! - value)).toBeLessThan(1e-3),
        );
      }
      expect(tf.memory().numTensors).toBe(before);
      const embedding = await embedWindows([input], { network, contract, batchSize: 1 });
      expect(embedding.columns).toBe(golden.embedding.length);
      golden.embedding.forEach((value, i) =>
        expect(Math.abs(embedding.data[i]! - value), `number ${i}`).toBeLessThan(0.02),
      );
    } finally {
      await network.dispose();
    }
  });
});
