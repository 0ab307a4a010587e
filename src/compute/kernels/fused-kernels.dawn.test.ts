// The fused kernels on WebGPU in Node, where an adapter is found.

import { beforeAll, describe } from 'vitest';
import { installDawn, startDawn } from '../../../test/dawn';
import { describeFusedKernels } from '../../../test/fused-kernel-parity';
import { chooseBackend } from '../choose-backend';

const device = await installDawn();

describe.skipIf(!device)('fused kernels on WebGPU through Dawn', () => {
  beforeAll(async () => {
    await chooseBackend('cpu');
    await startDawn();
  }, 60_000);
  describeFusedKernels('webgpu');
});
