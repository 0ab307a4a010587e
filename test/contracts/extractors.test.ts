// What every registered feature extractor promises, whatever it measures.

import { describe, expect, it } from 'vitest';
import type { Waveform } from '../../src/core/audio-types';
import { createRandom } from '../../src/core/random';
import type { FeatureExtractor } from '../../src/features/extractor';
import { EXTRACTOR_IDS, loadExtractor } from '../../src/features/registry';

/** Of columns; a new one is added here. */
const UNITS: readonly string[] = [
  '', // a pure number
  'Hz',
  'Hz²',
  'dB',
  'dB²',
  'dB/frame',
  'LU',
  'LUFS',
  'BPM',
  '1/s',
  'cents',
];

type Formula = (n: number, seconds: number) => number;

const noise = createRandom(7);

const NASTY_INPUT: Record<string, Formula> = {
  silence: () => 0,
  'direct current': () => 0.5,
  'a clipped square': (_, t) => Math.max(-1, Math.min(1, 40 * Math.sin(2 * Math.PI * 220 * t))),
  'one impulse': (n) => (n === 12345 ? 1 : 0),
  'white noise': () => 2 * noise.next() - 1,
  'samples far beyond full scale': (_, t) => 1000 * Math.sin(2 * Math.PI * 440 * t),
  'almost nothing': (_, t) => 1e-20 * Math.sin(2 * Math.PI * 440 * t),
};

function clip(formula: Formula, sampleRate: number, numSamples = 3 * sampleRate): Waveform {
  const samples = Float32Array.from({ length: numSamples }, (_, n) => formula(n, n / sampleRate));
  return { samples, sampleRate };
}

const pulsingChord: Formula = (_, t) =>
  Math.exp(-6 * ((2 * t) % 1)) *
  (0.3 * Math.sin(2 * Math.PI * 220 * t) + 0.2 * Math.sin(2 * Math.PI * 277.2 * t));

async function numbersOf(extractor: FeatureExtractor, waveform: Waveform): Promise<Float32Array> {
  if (extractor.kind === 'vector') return extractor.extract(waveform);
  return (await extractor.extract(waveform)).data;
}

describe.each(EXTRACTOR_IDS)('extractor %s', (id) => {
  it('is registered under its own id and says what it is', async () => {
    const extractor = await loadExtractor(id);
    expect(extractor.id).toBe(id);
    expect(extractor.version).toBeGreaterThanOrEqual(1);
    expect(extractor.title).not.toBe('');
    expect(extractor.sampleRate).toBeGreaterThan(0);
  });

  it('names and explains every column once', async () => {
    const extractor = await loadExtractor(id);
    if (extractor.kind === 'matrix') return;
    const names = extractor.columns.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, unit, help } of extractor.columns) {
      expect(name).toMatch(/^[a-z0-9_]+$/);
      expect(UNITS, name).toContain(unit);
      expect(help, name).toMatch(/^[A-Z].+\.$/);
    }
  });

  it('gives the shape it declares', async () => {
    const extractor = await loadExtractor(id);
    const waveform = clip(pulsingChord, extractor.sampleRate);
    if (extractor.kind === 'vector') {
      expect(await extractor.extract(waveform)).toHaveLength(extractor.columns.length);
      return;
    }
    const matrix = await extractor.extract(waveform);
    expect(matrix.columns).toBe(extractor.numColumns);
    expect(matrix.data).toHaveLength(matrix.rows * matrix.columns);
    expect(matrix.rows * extractor.frameSeconds).toBeCloseTo(3, 1);
  });

  it('gives the same numbers for the same input', async () => {
    const extractor = await loadExtractor(id);
    const first = await numbersOf(extractor, clip(pulsingChord, extractor.sampleRate));
    await numbersOf(
      extractor,
      clip(() => 0.1, extractor.sampleRate),
    );
    const second = await numbersOf(extractor, clip(pulsingChord, extractor.sampleRate));
    expect(second).toEqual(first);
  });

  it('neither changes nor keeps its input', async () => {
    const extractor = await loadExtractor(id);
    const waveform = clip(pulsingChord, extractor.sampleRate);
    const before = waveform.samples.slice();
    const numbers = await numbersOf(extractor, waveform);
    expect(waveform.samples).toEqual(before);
    const kept = numbers.slice();
    waveform.samples.fill(0);
    expect(numbers).toEqual(kept);
  });

  it.each(Object.keys(NASTY_INPUT))('stays finite on %s', async (name) => {
    const extractor = await loadExtractor(id);
    const numbers = await numbersOf(extractor, clip(NASTY_INPUT[name]!, extractor.sampleRate));
    expect(numbers.every(Number.isFinite)).toBe(true);
  });

  it.each([0, 1, 1000, 22050])('stays finite on %i samples', async (numSamples) => {
    const extractor = await loadExtractor(id);
    for (const formula of [pulsingChord, NASTY_INPUT['silence']!]) {
      const numbers = await numbersOf(extractor, clip(formula, extractor.sampleRate, numSamples));
      expect(numbers.every(Number.isFinite)).toBe(true);
    }
  });
});
