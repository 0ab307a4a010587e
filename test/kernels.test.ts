// The compiled kernels that are committed are what their sources compile to.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { KERNELS, kernelFile, kernelModule } from '../scripts/build-kernels.mjs';

it.each(KERNELS)('$folder/$target is up to date', { timeout: 60_000 }, async (kernel) => {
  expect(await kernelModule(kernel)).toBe(readFileSync(kernelFile(kernel), 'utf8'));
});
