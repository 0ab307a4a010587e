import { describe, expect, it } from 'vitest';
import { argMax, row } from '../core/matrix';
import { cqtMagnitudes, type CqtOptions } from './cqt';
import { decimateByTwo } from './cqt-decimator';
import type { LibrosaRelease } from './cqt-basis';

const RELEASES: readonly LibrosaRelease[] = ['0.5', '0.11'];

function tone(hz: number, sampleRate: number, numSamples: number): Float32Array {
  return Float32Array.from({ length: numSamples }, (_, n) =>
    Math.sin((2 * Math.PI * hz * n) / sampleRate),
  );
}

function middleFrame(samples: Float32Array, options: CqtOptions): Float32Array {
  const cqt = cqtMagnitudes(samples, options);
  return row(cqt, cqt.rows >> 1);
}

describe.each(RELEASES)('constant-Q transform like librosa %s', (librosa) => {
  const options = { sampleRate: 44100, hopLength: 512, tuning: 0, librosa };

  it.each([0, 20, 45, 60, 83])('hears semitone %i, and nothing else as loud', (semitone) => {
    const hz = 440 * 2 ** ((semitone - 45) / 12);
    const magnitudes = middleFrame(tone(hz, 44100, 88_200), options);
    expect(argMax(magnitudes)).toBe(semitone);
    // A full-scale tone under a window of area 1 gives 1/2, times the square root of the wavelet's length at 22,050 Hz.
    const quality = librosa === '0.5' ? 16.817 : 17.337;
    const expected = 0.5 * Math.sqrt((2 * quality * 22050) / hz);
    expect(magnitudes[semitone]! / expected).toBeCloseTo(1, 2);
  });

  it.each([16000, 22050, 48000, 96000])('hears A4 and A6 at %i Hz', (sampleRate) => {
    for (const [hz, semitone] of [
      [440, 45],
      [1760, 69],
    ] as const) {
      const samples = tone(hz, sampleRate, sampleRate);
      expect(argMax(middleFrame(samples, { ...options, sampleRate }))).toBe(semitone);
    }
  });

  it('follows the tuning', () => {
    const sharp = tone(440 * 2 ** (0.4 / 12), 44100, 88_200);
    const tuned = middleFrame(sharp, { ...options, tuning: 0.4 })[45]!;
    expect(tuned).toBeGreaterThan(1.05 * middleFrame(sharp, options)[45]!);
  });

  it.each([0, 1, 511, 512, 1000])('has a frame a hop for %i samples', (length) => {
    const cqt = cqtMagnitudes(tone(440, 44100, length), options);
    expect(cqt.rows).toBeGreaterThanOrEqual(1 + Math.floor(length / 512));
    expect(cqt.data.every(Number.isFinite)).toBe(true);
  });
});

describe.each(RELEASES)('decimation by two like librosa %s', (librosa) => {
  it('keeps what lies below half the new Nyquist frequency', () => {
    const halved = decimateByTwo(tone(5000, 44100, 10_001), librosa);
    expect(halved).toHaveLength(5001);
    const expected = tone(5000, 22050, 5001);
    for (let n = 100; n < 4900; n++) expect(halved[n]).toBeCloseTo(expected[n]!, 3);
  });

  it('removes what would fold there', () => {
    const halved = decimateByTwo(tone(18_000, 44100, 10_000), librosa);
    expect(Math.max(...halved.subarray(100, 4900).map(Math.abs))).toBeLessThan(1e-4);
  });
});
