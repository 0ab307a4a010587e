import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import golden from '../../../test/golden/front_ends.json';
import { frontEndSignal } from '../../../test/golden/front-end-signal';
import type { TensorData } from '../../core/tensor-data';
import { FRONT_END_IDS, loadFrontEnd, type FrontEndId } from './registry';

/** After the logarithm, in the network's own unit. */
const MAX_ERROR = 1e-3;
const MAX_MEAN_ERROR = 1e-5;

const MODELS = path.resolve(import.meta.dirname, '../../../../shared/models');

const sizeOf = (dims: readonly number[]): number => dims.reduce((size, dim) => size * dim, 1);

function maxDifference(ours: ArrayLike<number>, expected: ArrayLike<number>): number {
  let max = 0;
  for (let i = 0; i < expected.length; i++) max = Math.max(max, Math.abs(ours[i]! - expected[i]!));
  return max;
}

function moments({ data }: TensorData): { mean: number; meanSquare: number } {
  const meanOf = (of: (value: number) => number): number =>
    data.reduce((sum, value) => sum + of(value), 0) / data.length;
  return { mean: meanOf((value) => value), meanSquare: meanOf((value) => value ** 2) };
}

describe.each(golden.frontEnds)('$id of $numSamples samples', (expected) => {
  it('equals its reference', async () => {
    const frontEnd = await loadFrontEnd(expected.id as FrontEndId);
    const input = frontEnd.compute(frontEndSignal(frontEnd.sampleRate, expected.numSamples));
    expect(input.dims).toEqual(expected.dims);
    const rowLength = expected.dims.at(-1)!;
    for (const [row, line] of Object.entries(expected.rows)) {
      const begin = Number(row) * rowLength;
      const values = line.split(' ').map(Number);
      const ours = input.data.subarray(begin, begin + values.length);
      expect(maxDifference(ours, values), `row ${row}`).toBeLessThan(MAX_ERROR);
    }
    const { mean, meanSquare } = moments(input);
    expect(Math.abs(mean - expected.mean)).toBeLessThan(MAX_MEAN_ERROR);
    expect(Math.abs(meanSquare / expected.meanSquare - 1)).toBeLessThan(MAX_MEAN_ERROR);
  });
});

// The signal that the models' own `reference.json` describes, and how long it must be for the shape given there.
const REFERENCE_MODELS = [
  { id: 'efficientat', folder: 'efficientat-mn04_as', seconds: 10 },
  { id: 'musicnn', folder: 'musicnn-msd', seconds: 3 },
  { id: 'yamnet', folder: 'yamnet', seconds: 0.975 },
] as const;

describe.each(REFERENCE_MODELS)('$id beside the model', ({ id, folder, seconds }) => {
  const file = path.join(MODELS, folder, 'reference_mel.f32');

  it('equals the mel spectrogram stored with the weights', async ({ skip }) => {
    skip(!existsSync(file), 'the folder of models, ../shared/models, is not on this machine');
    const expected = new Float32Array(Uint8Array.from(readFileSync(file)).buffer);
    const { sampleRate, compute } = await loadFrontEnd(id);
    const samples = Float32Array.from({ length: seconds * sampleRate }, (_, n) => {
      const t = n / sampleRate;
      const tones = 0.4 * Math.sin(2 * Math.PI * 220 * t) + 0.3 * Math.sin(2 * Math.PI * 1000 * t);
      return tones + 0.2 * Math.sin(2 * Math.PI * (500 + 50 * t) * t);
    });
    const { data, dims } = compute({ samples, sampleRate });
    expect(data.length).toBe(expected.length);
    expect(sizeOf(dims)).toBe(expected.length);
    expect(maxDifference(data, expected)).toBeLessThan(MAX_ERROR);
  });
});

describe.each(FRONT_END_IDS)('front end %s', (id) => {
  it('is registered under its own id and says what it hears', async () => {
    const frontEnd = await loadFrontEnd(id);
    expect(frontEnd.id).toBe(id);
    expect(frontEnd.title).not.toBe('');
    expect(frontEnd.sampleRate).toBeGreaterThan(0);
    expect(frontEnd.maxSeconds).toBeGreaterThan(0);
  });

  it.each([0, 1, 2, 399, 400, 8000])('gives finite numbers for %d samples', async (numSamples) => {
    const { sampleRate, compute } = await loadFrontEnd(id);
    const clips = [new Float32Array(numSamples), new Float32Array(numSamples).fill(0.5)];
    for (const samples of clips) {
      const { data, dims } = compute({ samples, sampleRate });
      expect(dims[0]).toBeGreaterThanOrEqual(1);
      expect(data.length).toBe(sizeOf(dims));
      expect(data.every(Number.isFinite)).toBe(true);
    }
  });

  it('does not hear what lies beyond its limit', async () => {
    const { sampleRate, maxSeconds, compute } = await loadFrontEnd(id);
    if (maxSeconds === Infinity) return;
    // A window reaches a little further than the last frame's centre.
    const heard = Math.ceil(maxSeconds * sampleRate) + 400;
    const { samples } = frontEndSignal(sampleRate, heard + sampleRate);
    const whole = compute({ samples, sampleRate });
    samples.fill(0, heard);
    expect(maxDifference(compute({ samples, sampleRate }).data, whole.data)).toBe(0);
  });
});
