// The fused kernels on WebGPU in a real browser.

import { beforeAll } from 'vitest';
import { describeFusedKernels } from '../../../test/fused-kernel-parity';
import { chooseBackend } from '../choose-backend';

beforeAll(async () => {
  await chooseBackend('cpu');
  await chooseBackend('webgpu');
});

describeFusedKernels('webgpu');
