import { expect, it } from 'vitest';
import { createRandom } from '../core/random';
import { measureTimeDomain } from './time-domain';
import { zeroCrossingRates } from './zero-crossings';

const FRAMING = { nFft: 2048, hopLength: 512 };

it.each([0, 1, 511, 512, 513, 1500, 2048, 5000, 20_480])(
  'counts what frame by frame counting counts, for %i samples',
  (length) => {
    const random = createRandom(length);
    const samples = Float32Array.from({ length }, () => Math.round(4 * random.next() - 2));
    const { data, rows } = zeroCrossingRates(samples, FRAMING);
    const expected = Array.from({ length: rows }, (_, frame) => {
      const out = new Float32Array(2);
      measureTimeDomain(samples, frame, FRAMING, out);
      return out[1]!;
    });
    expect([...data]).toEqual(expected);
  },
);
