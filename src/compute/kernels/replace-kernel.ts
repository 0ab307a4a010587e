// Puts a kernel in the place of one of tfjs's, through its public registry, and takes it out again.

import * as tf from '@tensorflow/tfjs-core';

export type MakeKernel = (builtIn: tf.KernelFunc) => tf.KernelFunc;

interface Known {
  readonly make: MakeKernel;
  /** Which of tfjs's it stands for; null where there was none. */
  readonly builtIn: tf.KernelFunc | null;
}

/** Our kernels. */
const ours = new WeakMap<tf.KernelFunc, Known>();

/**
 * Registers what `make` returns; it is given tfjs's kernel (one that throws where the backend has none), also where
 * another of ours has taken its place since. Does nothing the second time.
 */
export function replaceKernel(kernelName: string, backendName: string, make: MakeKernel): void {
  const current = registered(kernelName, backendName)?.kernelFunc ?? null;
  const known = current && ours.get(current);
  if (known?.make === make) return;
  const builtIn = known ? known.builtIn : current;
  const kernelFunc = make(builtIn ?? missing(kernelName, backendName));
  ours.set(kernelFunc, { make, builtIn });
  register(kernelName, backendName, kernelFunc);
}

/** What the kernel of ours that is registered stands for: null where there was none, undefined where it is not ours. */
export function replacedKernel(
  kernelName: string,
  backendName: string,
): tf.KernelFunc | null | undefined {
  const current = registered(kernelName, backendName);
  return current && ours.get(current.kernelFunc)?.builtIn;
}

/** Registers `kernelFunc` in the place of ours. */
export function restoreKernel(
  kernelName: string,
  backendName: string,
  kernelFunc: tf.KernelFunc,
): void {
  register(kernelName, backendName, kernelFunc);
}

function register(kernelName: string, backendName: string, kernelFunc: tf.KernelFunc): void {
  const current = registered(kernelName, backendName);
  if (current) tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({ ...current, kernelName, backendName, kernelFunc });
}

/** tfjs's types leave out that there may be none. */
function registered(kernelName: string, backendName: string): tf.KernelConfig | undefined {
  return tf.getKernel(kernelName, backendName);
}

function missing(kernelName: string, backendName: string): tf.KernelFunc {
  return () => {
    throw new TypeError(`${backendName} has no kernel ${kernelName}`);
  };
}
