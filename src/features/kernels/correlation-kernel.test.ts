import { expect, it } from 'vitest';
import { paddedSample } from '../../audio/padding';
import { createRandom } from '../../core/random';
import { CorrelationKernel } from './correlation-kernel';

const NUM_TAPS = 16;
/** One for all: what a case leaves behind must not reach the next. */
const kernel = new CorrelationKernel();
const random = createRandom(3);
const noise = (length: number) => Float32Array.from({ length }, () => 2 * random.next() - 1);

it.each([
  { numSamples: 0, hopLength: 4, padding: 'zero' },
  { numSamples: 5, hopLength: 4, padding: 'reflect' },
  { numSamples: 1003, hopLength: 1, padding: 'zero' },
  { numSamples: 1003, hopLength: 4, padding: 'reflect' },
  { numSamples: 9000, hopLength: 512, padding: 'reflect' },
  { numSamples: 9000, hopLength: 5000, padding: 'zero' },
] as const)('sums samples times taps: %o', ({ numSamples, hopLength, padding }) => {
  const samples = noise(numSamples);
  const taps = noise(3 * NUM_TAPS);
  const numFrames = 1 + Math.floor(numSamples / hopLength);
  kernel.setTaps(taps, NUM_TAPS);
  const seen: number[] = [];
  kernel.correlate({ samples, hopLength, padding }, numFrames, (sums, step, first, count) => {
    for (let i = 0; i < count; i++) {
      seen.push(first + i);
      for (let filter = 0; filter < 3; filter++) {
        let expected = 0;
        for (let n = 0; n < NUM_TAPS; n++) {
          const at = (first + i) * hopLength - NUM_TAPS / 2 + n;
          expected += taps[filter * NUM_TAPS + n]! * paddedSample(samples, at, padding);
        }
        expect(sums[filter * step + i]).toBeCloseTo(expected, 4);
      }
    }
  });
  expect(seen).toEqual(Array.from({ length: numFrames }, (_, frame) => frame));
});
