import { describe, expect, it } from 'vitest';
import { createRandom } from '../core/random';
import { applyFilterBank } from './filter-bank';
import { binFrequencies, countFrames, hannWindow, symmetricHannWindow } from './framing';
import { melFilterBank } from './mel';
import { bankedSpectra, filteredSpectra, powerSpectra } from './stft';
import { plainPowerSpectra } from './stft-reference';

const random = createRandom(3);
const noisyTone = Float32Array.from(
  { length: 20_001 },
  (_, n) => 0.4 * Math.sin(0.06 * n) + 0.01 * (2 * random.next() - 1),
);

/** Every frame's spectrum, copied. */
const collect = (frames: Iterable<Float64Array>): Float64Array[] =>
  Array.from(frames, (power) => power.slice());

const FRAMINGS = {
  'librosa’s defaults': { nFft: 2048, hopLength: 512 },
  'a short symmetric window and reflected ends': {
    ...{ nFft: 1024, hopLength: 320, window: symmetricHannWindow(800) },
    padding: 'reflect' as const,
  },
  'a length that is no power of two': { nFft: 400, hopLength: 160, padding: 'reflect' as const },
  'Kaldi’s frames': {
    ...{ nFft: 512, hopLength: 160, window: hannWindow(400), padding: 'none' as const },
    ...{ removeMean: true, preEmphasis: 0.97 },
  },
  'an odd window and hop': {
    ...{ nFft: 512, hopLength: 77, window: hannWindow(333) },
    ...{ removeMean: true, preEmphasis: 0.5 },
  },
  'a hop longer than the frame': { nFft: 64, hopLength: 1000 },
};

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

  it.each(Object.entries(FRAMINGS))('equals the plain version: %s', (_, options) => {
    for (const length of [0, 1, 2, 500, 20_001]) {
      const samples = noisyTone.subarray(0, length);
      const frames = collect(powerSpectra(samples, options));
      const plain = collect(plainPowerSpectra(samples, options));
      expect(frames).toHaveLength(plain.length);
      plain.forEach((expected, frame) => {
        const tolerance = 1e-14 * Math.max(1e-300, ...expected);
        const worst = expected.reduce(
          (most, value, bin) => Math.max(most, Math.abs(value - frames[frame]![bin]!)),
          0,
        );
        expect(worst).toBeLessThanOrEqual(tolerance);
      });
    }
  });

  it('serves several clips in turns, and a reader that leaves early', () => {
    const options = { nFft: 256, hopLength: 64 };
    const alone = collect(powerSpectra(noisyTone.subarray(0, 5000), options));
    const loud = noisyTone.subarray(0, 5000).map((sample) => 9 * sample);
    const other = powerSpectra(loud, options);
    const together: Float64Array[] = [];
    for (const power of powerSpectra(noisyTone.subarray(0, 5000), options)) {
      together.push(power.slice());
      other.next();
      for (const first of powerSpectra(loud, options)) {
        expect(first[0]).toBeGreaterThan(0);
        break;
      }
    }
    expect(together).toEqual(alone);
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

describe('filteredSpectra', () => {
  const bank = melFilterBank({ sampleRate: 22050, nFft: 1024, nMels: 40 });
  const framing = { nFft: 1024, hopLength: 256 };

  it.each([false, true])('sums what the filters let through (magnitude: %s)', (magnitude) => {
    const filtered = filteredSpectra(noisyTone, { ...framing, bank, magnitude });
    const expected = new Float64Array(40);
    let worst = 0;
    let row = 0;
    for (const power of plainPowerSpectra(noisyTone, framing)) {
      applyFilterBank(bank, magnitude ? power.map(Math.sqrt) : power, expected);
      expected.forEach((value, i) => {
        worst = Math.max(worst, Math.abs(filtered[40 * row + i]! / value - 1));
      });
      row++;
    }
    expect(filtered).toHaveLength(40 * row);
    expect(worst).toBeLessThan(1e-7); // single precision
  });

  it('gives every frame with several banks at once', () => {
    const other = melFilterBank({ sampleRate: 22050, nFft: 1024, nMels: 7, maxHz: 4000 });
    const samples = noisyTone.subarray(0, 4000);
    const powers = collect(powerSpectra(samples, framing));
    const banks = [bank, other];
    let frame = 0;
    for (const { power, filtered } of bankedSpectra(samples, { ...framing, banks })) {
      expect(power).toEqual(powers[frame++]);
      banks.forEach((each, index) => {
        const expected = new Float64Array(each.numFilters);
        applyFilterBank(each, power, expected);
        filtered[index]!.forEach((value, i) => expect(value / expected[i]!).toBeCloseTo(1, 12));
      });
    }
    expect(frame).toBe(powers.length);
  });

  it('takes logarithms over the whole range of doubles', () => {
    const levels = [1e-150, 1e-75, 1e-10, 1e-3, 0.5, 0.7071, 1, 1.41421, 2, 1e3, 1e75];
    for (const level of levels) {
      const tone = noisyTone.subarray(0, 512).map((sample) => sample);
      const log = { scale: level, offset: 0, floor: 1e-300, gain: 1, bias: 0 };
      const plain = filteredSpectra(tone, { ...framing, bank });
      const logs = filteredSpectra(tone, { ...framing, bank, log });
      logs.forEach((value, i) => {
        expect(Math.abs(value - Math.log(plain[i]! * level))).toBeLessThan(4e-5);
      });
    }
  });

  it('never goes below the floor, and silence is no exception', () => {
    const log = { scale: 1, offset: 0, floor: 1e-10, gain: 10 / Math.LN10, bias: 0 };
    const silence = filteredSpectra(new Float32Array(3000), { ...framing, bank, log });
    expect(silence.every((value) => Math.abs(value + 100) < 1e-4)).toBe(true);
  });
});
