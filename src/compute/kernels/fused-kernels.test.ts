// The fused kernels on the backends that Node has without a graphics adapter.

import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll } from 'vitest';
import { describeFusedKernels } from '../../../test/fused-kernel-parity';
import { chooseBackend } from '../choose-backend';

beforeAll(async () => {
  await chooseBackend('cpu');
  await chooseBackend('wasm');
});
afterAll(() => tf.removeBackend('wasm'));

describeFusedKernels('wasm');
