// Puts a kernel in the place of one of tfjs's, through its public registry.

import * as tf from '@tensorflow/tfjs-core';

const ours = new WeakSet<tf.KernelFunc>();

/**
 * Registers what `make` returns; it is given the kernel that is replaced (undefined where the backend has none).
 * Does nothing the second time.
 */
export function replaceKernel(
  kernelName: string,
  backendName: string,
  make: (builtIn: tf.KernelFunc) => tf.KernelFunc,
): void {
  const replaced: tf.KernelConfig | undefined = tf.getKernel(kernelName, backendName);
  const builtIn = replaced?.kernelFunc ?? missing(kernelName, backendName);
  if (ours.has(builtIn)) return;
  const kernelFunc = make(builtIn);
  ours.add(kernelFunc);
  if (replaced) tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({ ...replaced, kernelName, backendName, kernelFunc });
}

function missing(kernelName: string, backendName: string): tf.KernelFunc {
  return () => {
    throw new TypeError(`${backendName} has no kernel ${kernelName}`);
  };
}
