import { describe, expect, it } from 'vitest';
import golden from '../../test/golden/resample.json';
import { rationalRatio } from './lowpass';
import { resample } from './resample';

/** A sine of amplitude 1, `seconds` long. */
function sine(frequencyHz: number, sampleRate: number, seconds: number): Float32Array {
  const step = (2 * Math.PI * frequencyHz) / sampleRate;
  return Float32Array.from({ length: Math.round(seconds * sampleRate) }, (_, i) =>
    Math.sin(step * i),
  );
}

/** Largest level in dB relative to 1, away from the ends where the filter meets silence. */
function peakDb(samples: Float32Array): number {
  const margin = Math.floor(samples.length / 4);
  let peak = 0;
  for (const value of samples.subarray(margin, -margin)) peak = Math.max(peak, Math.abs(value));
  return 20 * Math.log10(peak);
}

/** Largest difference in dB relative to 1, away from the ends. */
function errorDb(a: Float32Array, b: Float32Array): number {
  return peakDb(Float32Array.from(a, (value, i) => value - b[i]!));
}

const DOWN = [
  [44100, 22050],
  [48000, 22050],
  [192000, 22050],
  [44100, 32000],
  [44100, 16000],
  [88200, 22050],
] as const;
const UP = [
  [22050, 44100],
  [16000, 22050],
] as const;

describe('resample', () => {
  it.each(golden.cases)('equals scipy from $fromRate to $toRate Hz', (testCase) => {
    const waveform = {
      samples: Float32Array.from(golden.samples),
      sampleRate: testCase.fromRate,
    };
    const { samples, sampleRate } = resample(waveform, testCase.toRate);
    expect(sampleRate).toBe(testCase.toRate);
    expect(samples.length).toBe(testCase.output.length);
    const difference = Math.max(
      ...testCase.output.map((value, i) => Math.abs(value - samples[i]!)),
    );
    expect(difference).toBeLessThan(1e-6);
  });

  describe.each([...DOWN, ...UP])('from %i to %i Hz', (fromRate, toRate) => {
    const nyquist = Math.min(fromRate, toRate) / 2;

    it.each([0.01, 0.3, 0.7, 0.9])('passes %f of the lower Nyquist undelayed', (share) => {
      const waveform = { samples: sine(share * nyquist, fromRate, 0.5), sampleRate: fromRate };
      const expected = sine(share * nyquist, toRate, 0.5);
      // Half of 0.1 dB is an amplitude error of 0.6 %, that is −45 dB; it is far smaller than that.
      expect(errorDb(resample(waveform, toRate).samples, expected)).toBeLessThan(-70);
    });

    it.each([0, 1, 2, 999, 20_000])('gives ceil(n · up / down) samples for n = %i', (n) => {
      const waveform = { samples: new Float32Array(n).fill(0.5), sampleRate: fromRate };
      const { samples } = resample(waveform, toRate);
      expect(samples.length).toBe(Math.ceil((n * toRate) / fromRate));
      expect(samples.every((value) => Number.isFinite(value))).toBe(true);
    });
  });

  describe.each(DOWN)('from %i down to %i Hz', (fromRate, toRate) => {
    it.each([1.001, 1.05, 1.2, 1.6])('stops %f of the new Nyquist by 80 dB', (factor) => {
      const frequency = Math.min((factor * toRate) / 2, 0.99 * (fromRate / 2));
      const waveform = { samples: sine(frequency, fromRate, 0.5), sampleRate: fromRate };
      expect(peakDb(resample(waveform, toRate).samples)).toBeLessThan(-80);
    });
  });

  it.each(UP)('adds no images from %i up to %i Hz', (fromRate, toRate) => {
    const frequency = 0.25 * fromRate;
    const waveform = { samples: sine(frequency, fromRate, 0.5), sampleRate: fromRate };
    const expected = sine(frequency, toRate, 0.5);
    expect(errorDb(resample(waveform, toRate).samples, expected)).toBeLessThan(-80);
  });

  it('keeps one sample where it is', () => {
    const { samples } = resample({ samples: Float32Array.of(1), sampleRate: 22050 }, 44100);
    expect(samples.length).toBe(2);
    expect(samples[0]).toBeCloseTo(0.95, 2);
  });

  it('returns the waveform itself when the rate is right', () => {
    const waveform = { samples: Float32Array.of(1, 2), sampleRate: 22050 };
    expect(resample(waveform, 22050)).toBe(waveform);
  });

  it('does the same in any block: a shift of the input by whole periods shifts the output', () => {
    const samples = sine(440, 48000, 0.4);
    const shifted = new Float32Array(samples.length + 3200);
    shifted.set(samples, 3200);
    const a = resample({ samples, sampleRate: 48000 }, 22050).samples;
    const b = resample({ samples: shifted, sampleRate: 48000 }, 22050).samples.subarray(1470);
    expect(Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))).toBeLessThan(1e-6);
  });
});

describe('rationalRatio', () => {
  it('reduces', () => {
    expect(rationalRatio(44100, 22050)).toEqual({ up: 1, down: 2 });
    expect(rationalRatio(48000, 22050)).toEqual({ up: 147, down: 320 });
    expect(rationalRatio(16000, 22050)).toEqual({ up: 441, down: 320 });
  });

  it.each([44101, 48001, 22051, 16001, 96001, 383_999, 767_999])(
    'stays small and near for %i Hz',
    (rate) => {
      const { up, down } = rationalRatio(rate, 22050);
      expect(up).toBeLessThan(22050);
      expect(Math.abs((up / down) * (rate / 22050) - 1)).toBeLessThan(50e-6);
    },
  );
});
