// The compiled kernels that are committed are what their sources compile to.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { KERNELS, kernelFile, kernelModule } from '../scripts/build-kernels';

it.each(KERNELS)(
  '$target is up to date',
  async (kernel) => {
    expect(await kernelModule(kernel)).toBe(readFileSync(kernelFile(kernel), 'utf8'));
  },
  60_000,
);
