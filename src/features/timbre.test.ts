import { describe, expect, it } from 'vitest';
import golden from '../../test/golden/timbre.json';
import { GOLDEN_SIGNALS, goldenWaveform } from '../../test/golden/logmel-timbre-signals';
import { timbreExtractor } from './timbre';

const MAX_RELATIVE_ERROR = 1e-3;
const SAMPLE_RATE = 22050;

const valuesOf = async (samples: Float32Array) => {
  const values = await timbreExtractor.extract({ samples, sampleRate: SAMPLE_RATE });
  return Object.fromEntries(timbreExtractor.columns.map(({ name }, i) => [name, values[i]!]));
};

describe('timbre', () => {
  it.each(GOLDEN_SIGNALS)('equals librosa in every column: %s', async (name) => {
    const expected: Record<string, number> = golden[name];
    const ours = await valuesOf(goldenWaveform(name).samples);
    expect(Object.keys(ours).sort()).toEqual(Object.keys(expected).sort());
    for (const [column, value] of Object.entries(expected)) {
      const error = Math.abs(ours[column]! - value) / Math.abs(value);
      expect(error, `${column}: ${ours[column]} for ${value}`).toBeLessThan(MAX_RELATIVE_ERROR);
    }
  });

  it('gives silence no centre, no notes and no change', async () => {
    const silence = await valuesOf(new Float32Array(SAMPLE_RATE));
    expect(silence['spectral_centroid_mean']).toBe(0);
    expect(silence['chroma_a_mean']).toBe(0);
    expect(silence['mfcc_01_std']).toBe(0);
    expect(silence['spectral_flatness_mean']).toBeCloseTo(1, 6);
  });

  it.each([0, 1, 100, 2048])('stays finite for %i samples', async (length) => {
    const values = Object.values(await valuesOf(new Float32Array(length).fill(0.5)));
    expect(values.every(Number.isFinite)).toBe(true);
  });
});
