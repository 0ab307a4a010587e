import { expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { ComputeInfo } from '../../rpc/interfaces';
import BackendChip from './BackendChip.svelte';

const compute = (fallbacks: readonly string[]): ComputeInfo => ({
  backend: 'webgpu',
  reason: 'WebGPU, the fastest there is.',
  device: 'maker model',
  fallbacks,
});

const shown = (info: ComputeInfo) =>
  render(BackendChip, { compute: info, storage: null, gpuBytes: null });

it('says which kernels gave way to slower ones, as part of the button’s description', async () => {
  const page = await shown(compute(['dropout', 'the Adam optimiser']));
  await expect
    .element(page.getByTestId('backend'))
    .toHaveAccessibleDescription(/slower ones of TensorFlow\.js do dropout, the Adam optimiser/);
});

it('says nothing of kernels where all are right', async () => {
  const page = await shown(compute([]));
  await expect.element(page.getByTestId('backend')).not.toHaveAccessibleDescription(/kernels/);
});

it('says of the memory that it is what a step needs', async () => {
  const page = await render(BackendChip, {
    compute: compute([]),
    storage: null,
    gpuBytes: 34_000_000,
  });
  await expect
    .element(page.getByTestId('backend'))
    .toHaveAccessibleDescription(/34\.0 MB in use, at most, during a step/);
});
