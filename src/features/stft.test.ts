import { describe, expect, it } from 'vitest';
import { binFrequencies, countFrames, hannWindow, powerSpectra } from './stft';

describe('powerSpectra', () => {
  it('equals the discrete Fourier transform of a zero-padded centred frame', () => {
    const nFft = 16;
    const samples = Float32Array.from({ length: 11 }, (_, n) => Math.sin(n) + 0.1 * n);
    const frames = Array.from(powerSpectra(samples, { nFft, hopLength: 4 }), (p) => p.slice());
    expect(frames).toHaveLength(countFrames(11, 4));
    const window = hannWindow(nFft);
    frames.forEach((power, index) => {
      const start = index * 4 - nFft / 2;
      power.forEach((value, bin) => {
        let [real, imaginary] = [0, 0];
        for (let n = 0; n < nFft; n++) {
          const x = (samples[start + n] ?? 0) * window[n]!;
          real += x * Math.cos((2 * Math.PI * bin * n) / nFft);
          imaginary += x * Math.sin((2 * Math.PI * bin * n) / nFft);
        }
        expect(value).toBeCloseTo(real ** 2 + imaginary ** 2, 10);
      });
    });
  });

  it('puts a tone into its bin', () => {
    const hz = 22050 / 32;
    const samples = Float32Array.from({ length: 4096 }, (_, n) =>
      Math.cos((2 * Math.PI * hz * n) / 22050),
    );
    const middle = Array.from(powerSpectra(samples, { nFft: 1024, hopLength: 512 }), (p) =>
      p.slice(),
    )[4]!;
    const strongest = middle.indexOf(Math.max(...middle));
    expect(binFrequencies(22050, 1024)[strongest]).toBeCloseTo(hz, 6);
  });
});
