import { describe, expect, it } from 'vitest';
import golden from '../../test/golden/kaggle57.json';
import { GOLDEN_SIGNALS, goldenWaveform } from '../../test/golden/logmel-timbre-signals';
import { stackRows } from '../core/matrix';
import { harmonicPart, type HpssOptions } from './hpss';
import { powerSpectra } from './stft';

const FRAMING: HpssOptions = { nFft: 2048, hopLength: 512, padding: 'reflect' };

function harmonicOf(samples: Float32Array, options = FRAMING): Float32Array {
  const magnitudes = stackRows(
    Array.from(powerSpectra(samples, options), (power) => Float32Array.from(power, Math.sqrt)),
  );
  return harmonicPart(samples, magnitudes, options);
}

const energy = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0);

describe('harmonicPart', () => {
  it.each(GOLDEN_SIGNALS)('equals librosa.effects.hpss: %s', (name) => {
    const harmonic = harmonicOf(goldenWaveform(name).samples);
    golden.harmonic[name].forEach((value, i) => {
      const n = i * golden.sampleStep;
      expect(Math.abs(harmonic[n]! - value), `sample ${n}`).toBeLessThan(1e-5);
    });
  });

  it('keeps a held tone and leaves clicks out', () => {
    const tone = Float32Array.from({ length: 44100 }, (_, n) => 0.3 * Math.sin(n / 5));
    const clicks = tone.map((_, n) => (n % 5000 === 2500 ? 1 : 0));
    expect(energy(harmonicOf(tone)) / energy(tone)).toBeGreaterThan(0.95);
    expect(energy(harmonicOf(clicks)) / energy(clicks)).toBeLessThan(0.05);
  });

  it('halves what is silent in its surroundings, so that both parts still add up', () => {
    expect(harmonicOf(new Float32Array(3000))).toEqual(new Float32Array(3000));
    expect(harmonicOf(new Float32Array(0))).toHaveLength(0);
    expect(harmonicOf(Float32Array.of(1), { ...FRAMING, padding: 'zero' })[0]).toBeLessThanOrEqual(
      1,
    );
  });
});
