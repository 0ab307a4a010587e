import { describe, expect, it } from 'vitest';
import { createRandom } from '../core/random';
import type { Variant } from '../core/variant';
import { addNoise, augment, drawVariant } from './augment';

const NEUTRAL: Variant = { stretchRate: 1, pitchSemitones: 0, noiseAmplitude: 0, noiseSeed: 0 };
const SECONDS = 4;

function tone(sampleRate: number, hz = 440, seconds = SECONDS) {
  const samples = Float32Array.from(
    { length: Math.round(seconds * sampleRate) },
    (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / sampleRate),
  );
  return { samples, sampleRate };
}

/** Frequency of a tone from its rising zero crossings, the ends left out. */
function frequencyHz({ samples, sampleRate }: { samples: Float32Array; sampleRate: number }) {
  const crossings: number[] = [];
  for (let i = Math.floor(samples.length * 0.1); i < samples.length * 0.9; i++) {
    const [before, after] = [samples[i - 1]!, samples[i]!];
    if (before < 0 && after >= 0) crossings.push(i - after / (after - before));
  }
  return (sampleRate * (crossings.length - 1)) / (crossings.at(-1)! - crossings[0]!);
}

function rms(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
}

/** `toEqual` would spend minutes on telling long arrays apart. */
function isSame(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((x, i) => Object.is(x, b[i]));
}

describe.each([22050, 44100])('augmentation at %i Hz', (sampleRate) => {
  it.each([
    [2, 493.88],
    [-2, 392.0],
    [0, 440],
  ])('shifts 440 Hz by %i semitones to %f Hz, as long as before', async (semitones, hz) => {
    const shifted = await augment(tone(sampleRate), { ...NEUTRAL, pitchSemitones: semitones });
    expect(shifted.samples).toHaveLength(SECONDS * sampleRate);
    expect(Math.abs(frequencyHz(shifted) / hz - 1)).toBeLessThan(0.01);
    expect(rms(shifted.samples)).toBeCloseTo(0.5 / Math.SQRT2, 1);
  });

  it.each([0.9, 1.1, 2, 0.51])('plays %f times as fast at the same pitch', async (rate) => {
    const stretched = await augment(tone(sampleRate), { ...NEUTRAL, stretchRate: rate });
    expect(stretched.samples).toHaveLength(Math.round((SECONDS * sampleRate) / rate));
    expect(Math.abs(frequencyHz(stretched) / 440 - 1)).toBeLessThan(0.01);
    expect(rms(stretched.samples)).toBeCloseTo(0.5 / Math.SQRT2, 1);
  });

  it.each([
    [0.9, 0],
    [1.1, 0],
    [1, 2],
    [1.1, -2],
    [0.93, 1.7],
  ])(
    'leaves clicks where they belong: speed %f, %f semitones',
    async (stretchRate, pitchSemitones) => {
      const clicksAt = [0.5, 1, 1.73, 2.5, 3.2, 3.9];
      const samples = new Float32Array(SECONDS * sampleRate);
      for (const seconds of clicksAt) samples[Math.round(seconds * sampleRate)] = 1;
      const variant = { ...NEUTRAL, stretchRate, pitchSemitones };
      const result = await augment({ samples, sampleRate }, variant);
      for (const seconds of clicksAt) {
        const expected = Math.round((seconds / stretchRate) * sampleRate);
        const reach = Math.round(0.1 * sampleRate);
        const near = result.samples.subarray(expected - reach, expected + reach);
        const peak = near.reduce(
          (best, x, i) => (Math.abs(x) > Math.abs(near[best]!) ? i : best),
          0,
        );
        expect(Math.abs(peak - reach) / sampleRate).toBeLessThan(0.02);
        expect(Math.abs(near[peak]!)).toBeGreaterThan(0.3);
      }
    },
  );

  it('adds noise 46 dB below the music, at any level', async () => {
    for (const level of [1, 0.01]) {
      const clean = tone(sampleRate).samples.map((x) => level * x);
      const noisy = addNoise(clean, 0.005, createRandom(3));
      const noise = noisy.map((x, i) => x - clean[i]!);
      const snrDb = 20 * Math.log10(rms(clean) / rms(noise));
      expect(Math.abs(snrDb - 46.02)).toBeLessThan(1);
      expect(noise.reduce((sum, x) => sum + x, 0) / noise.length).toBeCloseTo(0, 4);
    }
  });
});

describe('variants', () => {
  const variants = Array.from({ length: 2000 }, (_, i) => drawVariant(createRandom(i)));

  it('fill their ranges evenly', () => {
    for (const [pick, low, high] of [
      [(v: Variant) => v.stretchRate, 0.9, 1.1],
      [(v: Variant) => v.pitchSemitones, -2, 2],
    ] as const) {
      const values = variants.map(pick);
      const span = high - low;
      expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
      expect(Math.max(...values)).toBeLessThanOrEqual(high);
      for (let quarter = 0; quarter < 4; quarter++) {
        const from = low + (span * quarter) / 4;
        const share = values.filter((value) => value >= from && value < from + span / 4).length;
        expect(share / values.length).toBeCloseTo(0.25, 1);
      }
    }
    expect(variants.every((variant) => variant.noiseAmplitude === 0.005)).toBe(true);
  });

  it('are the same for the same seed, as parameters and as samples', async () => {
    expect(drawVariant(createRandom(5))).toEqual(variants[5]);
    expect(variants[6]).not.toEqual(variants[5]);
    const clip = tone(22050);
    const first = await augment(clip, variants[5]!);
    const original = clip.samples.slice();
    await augment(tone(44100, 1234, 1), variants[6]!);
    const [again, once] = await Promise.all([
      augment(clip, variants[5]!),
      augment(tone(16000, 90, 0.5), variants[7]!),
    ]);
    expect(isSame(again.samples, first.samples)).toBe(true);
    expect(once.samples.every(Number.isFinite)).toBe(true);
    expect(isSame(clip.samples, original)).toBe(true);
  });
});

describe('awkward input', () => {
  const variant: Variant = {
    stretchRate: 1.1,
    pitchSemitones: -2,
    noiseAmplitude: 0.005,
    noiseSeed: 1,
  };

  it.each([0, 1, 2, 3, 100, 1000, 2645])('of %i samples gives finite numbers', async (length) => {
    for (const value of [0, 1, -0.3]) {
      const samples = new Float32Array(length).fill(value);
      const result = await augment({ samples, sampleRate: 22050 }, variant);
      expect(result.samples).toHaveLength(Math.round(length / 1.1));
      expect(result.samples.every(Number.isFinite)).toBe(true);
    }
  });

  it.each([8000, 96_000, 192_000])('at %i Hz is stretched all the same', async (sampleRate) => {
    const result = await augment(tone(sampleRate, 440, 1), { ...variant, noiseAmplitude: 0 });
    expect(Math.abs(frequencyHz(result) / 392 - 1)).toBeLessThan(0.01);
  });

  it('that is silent stays silent', async () => {
    const samples = new Float32Array(22050);
    const result = await augment({ samples, sampleRate: 22050 }, variant);
    expect(result.samples.every((x) => Math.abs(x) < 1e-6)).toBe(true);
  });

  it('that is no number spoils no clip after it', async () => {
    const clean = await augment(tone(22050), variant);
    await augment({ samples: new Float32Array(30_000).fill(NaN), sampleRate: 22050 }, variant);
    const after = await augment(tone(22050), variant);
    expect(isSame(after.samples, clean.samples)).toBe(true);
  });

  it('is refused outside the ranges', async () => {
    for (const wrong of [{ stretchRate: 0.5 }, { stretchRate: NaN }, { pitchSemitones: 13 }]) {
      await expect(augment(tone(22050), { ...variant, ...wrong })).rejects.toThrow(RangeError);
    }
  });

  it('leaves the globals as they were', () => {
    for (const name of ['AudioWorkletProcessor', 'registerProcessor', 'sampleRate']) {
      expect(name in globalThis).toBe(false);
    }
  });
});
