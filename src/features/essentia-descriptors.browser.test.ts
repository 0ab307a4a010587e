// That essentia.js loads and runs in a browser too: Node takes another path through its loader.

import { expect, it } from 'vitest';
import { essentiaDescriptorsExtractor as extractor } from './essentia-descriptors';

it('runs in a browser', async () => {
  const { sampleRate } = extractor;
  const samples = Float32Array.from({ length: 10 * sampleRate }, (_, n) => {
    const phase = (n / sampleRate + 0.2) % 0.5;
    return 0.8 * Math.exp(-60 * phase) * Math.sin(2 * Math.PI * 1000 * phase);
  });
  const values = await extractor.extract({ samples, sampleRate });
  expect(Math.abs(values[0]! - 120)).toBeLessThan(2);
  expect(values.every(Number.isFinite)).toBe(true);
});
