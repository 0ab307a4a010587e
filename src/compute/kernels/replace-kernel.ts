// Puts a kernel in the place of one of tfjs's, through its public registry.

import * as tf from '@tensorflow/tfjs-core';

export type MakeKernel = (builtIn: tf.KernelFunc) => tf.KernelFunc;

/** Our kernels: what made each, and which of tfjs's it stands for. */
const ours = new WeakMap<tf.KernelFunc, { make: MakeKernel; builtIn: tf.KernelFunc }>();

/**
 * Registers what `make` returns; it is given tfjs's kernel (one that throws where the backend has none), also where
 * another of ours has taken its place since. Does nothing the second time.
 */
export function replaceKernel(kernelName: string, backendName: string, make: MakeKernel): void {
  const replaced: tf.KernelConfig | undefined = tf.getKernel(kernelName, backendName);
  const current = replaced?.kernelFunc ?? missing(kernelName, backendName);
  const known = ours.get(current);
  if (known?.make === make) return;
  const builtIn = known?.builtIn ?? current;
  const kernelFunc = make(builtIn);
  ours.set(kernelFunc, { make, builtIn });
  if (replaced) tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({ ...replaced, kernelName, backendName, kernelFunc });
}

function missing(kernelName: string, backendName: string): tf.KernelFunc {
  return () => {
    throw new TypeError(`${backendName} has no kernel ${kernelName}`);
  };
}
