import { describe, expect, it } from 'vitest';
import { SpectraKernel } from './spectra-kernel';

describe('a kernel', () => {
  it('takes a fixed amount of memory, whatever passes through it', () => {
    const kernel = new SpectraKernel({ nFft: 2048, winLength: 2048, blockSamples: 18_000 });
    kernel.setWindow(new Float64Array(2048).fill(1));
    const before = kernel.bytes;
    for (let i = 0; i < 1000; i++) {
      kernel.transform(0, 512, { removeMean: false, preEmphasis: 0 });
      kernel.power();
    }
    expect(kernel.bytes).toBe(before);
    expect(before).toBeLessThan(400_000);
  });

  it.each([22, 2 * 11, 26])('refuses a transform of %i points', (nFft) => {
    expect(() => new SpectraKernel({ nFft, winLength: nFft, blockSamples: 100 })).toThrow(
      RangeError,
    );
  });
});
