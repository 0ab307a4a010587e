import { describe, expect, it } from 'vitest';
import { createRandom } from '../core/random';
import { withEssentia } from './essentia-runtime';
import { measureLoudness } from './loudness-r128';

const SAMPLE_RATE = 44100;

/** A stereo sine of 1 kHz whose level follows `levels`: pairs of dB and seconds. */
function tone(levels: readonly (readonly [levelDb: number, seconds: number])[]): Float32Array {
  const pieces = levels.map(([levelDb, seconds]) =>
    Float32Array.from(
      { length: seconds * SAMPLE_RATE },
      (_, n) => 10 ** (levelDb / 20) * Math.sin((2 * Math.PI * 1000 * n) / SAMPLE_RATE),
    ),
  );
  const samples = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    samples.set(piece, offset);
    offset += piece.length;
  }
  return samples;
}

describe('EBU test signals', () => {
  // EBU Tech 3341, table 1: cases 1 to 5, within ±0.1 LU.
  it.each([
    ['1', [[-23, 20]], -23],
    ['2', [[-33, 20]], -33],
    [
      '3',
      [
        [-36, 10],
        [-23, 60],
        [-36, 10],
      ],
      -23,
    ],
    [
      '4',
      [
        [-72, 10],
        [-36, 10],
        [-23, 60],
        [-36, 10],
        [-72, 10],
      ],
      -23,
    ],
    [
      '5',
      [
        [-26, 20],
        [-20, 20.1],
        [-26, 20],
      ],
      -23,
    ],
  ] as const)('3341 case %s', (_, levels, expected) => {
    const { integrated } = measureLoudness(tone(levels), SAMPLE_RATE);
    expect(Math.abs(integrated - expected)).toBeLessThanOrEqual(0.1);
  });

  // EBU Tech 3342, table 1: cases 1 to 4, within ±1 LU.
  it.each([
    [
      '1',
      [
        [-20, 20],
        [-30, 20],
      ],
      10,
    ],
    [
      '2',
      [
        [-20, 20],
        [-15, 20],
      ],
      5,
    ],
    [
      '3',
      [
        [-40, 20],
        [-20, 20],
      ],
      20,
    ],
    [
      '4',
      [
        [-50, 20],
        [-35, 20],
        [-20, 20],
        [-35, 20],
        [-50, 20],
      ],
      15,
    ],
  ] as const)('3342 case %s', (_, levels, expected) => {
    const { range } = measureLoudness(tone(levels), SAMPLE_RATE);
    expect(Math.abs(range - expected)).toBeLessThanOrEqual(1);
  });
});

it("agrees with essentia's meter on music-like sound", async () => {
  const random = createRandom(8);
  const samples = Float32Array.from({ length: 20 * SAMPLE_RATE }, (_, n) => {
    const t = n / SAMPLE_RATE;
    const swell = 0.05 + 0.4 * Math.sin((Math.PI * t) / 20) ** 2;
    const chord = Math.sin(2 * Math.PI * 110 * t) + Math.sin(2 * Math.PI * 1760 * t);
    return swell * (0.4 * chord + 0.3 * (random.next() - 0.5));
  });
  const theirs = await withEssentia(({ essentia, load, read }) => {
    const signal = load(samples);
    const meter = essentia.LoudnessEBUR128(signal, signal);
    read(meter.momentaryLoudness);
    read(meter.shortTermLoudness);
    return { integrated: meter.integratedLoudness, range: meter.loudnessRange };
  });
  const ours = measureLoudness(samples, SAMPLE_RATE);
  expect(Math.abs(ours.integrated - theirs.integrated)).toBeLessThan(0.1);
  expect(Math.abs(ours.range - theirs.range)).toBeLessThan(0.5);
});

it('is at the gate for silence, and for a clip too short to measure', () => {
  expect(measureLoudness(new Float32Array(SAMPLE_RATE), SAMPLE_RATE)).toEqual({
    integrated: -70,
    range: 0,
  });
  expect(measureLoudness(new Float32Array(0), SAMPLE_RATE).integrated).toBe(-70);
});
