import { expect, it } from 'vitest';
import { createRandom } from '../core/random';
import { zeroCrossingRates } from './zero-crossings';

const FRAMING = { nFft: 2048, hopLength: 512 };

function countOneByOne(samples: Float32Array, frame: number): number {
  const first = frame * FRAMING.hopLength - FRAMING.nFft / 2;
  const inside = samples.subarray(Math.max(0, first), first + FRAMING.nFft);
  let crossings = 0;
  for (let i = 1; i < inside.length; i++) if (inside[i]! < 0 !== inside[i - 1]! < 0) crossings++;
  return crossings / FRAMING.nFft;
}

it.each([0, 1, 511, 512, 513, 1500, 2048, 5000, 20_480])(
  'counts what frame by frame counting counts, for %i samples',
  (length) => {
    const random = createRandom(length);
    const samples = Float32Array.from({ length }, () => Math.round(4 * random.next() - 2));
    const { data, rows } = zeroCrossingRates(samples, FRAMING);
    const expected = Array.from({ length: rows }, (_, frame) => countOneByOne(samples, frame));
    expect([...data]).toEqual(expected);
  },
);
