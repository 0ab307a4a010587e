// Two WebGPU backends in one process, so that both take turns on the same adapter: `webgpu`, Earmark's, and
// `stock-webgpu`, tfjs's own with none of its kernels replaced. Null where Dawn finds no adapter.

import * as tf from '@tensorflow/tfjs-core';
import { require as requireLoosely } from 'tsx/cjs/api';
import { chooseBackend } from '../src/compute/choose-backend';
import { installDawn, type DawnDevice } from '../test/dawn';

export const STOCK = 'stock-webgpu';
export const OURS = 'webgpu';

export async function startBothWebGpus(): Promise<DawnDevice | null> {
  const device = await installDawn();
  if (!device) return null;
  // The gradient of every operation, which `@tensorflow/tfjs` imports for its users: files that Node itself cannot resolve.
  requireLoosely('@tensorflow/tfjs-core/dist/register_all_gradients.js', import.meta.url);
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  tf.copyRegisteredKernels(OURS, STOCK);
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  const limits = [
    'maxComputeWorkgroupStorageSize',
    'maxComputeWorkgroupsPerDimension',
    'maxStorageBufferBindingSize',
    'maxBufferSize',
    'maxComputeWorkgroupSizeX',
    'maxComputeInvocationsPerWorkgroup',
  ] as const;
  const requiredLimits = Object.fromEntries(limits.map((name) => [name, adapter!.limits[name]]));
  const stockDevice = await adapter!.requestDevice({ requiredLimits });
  tf.registerBackend(STOCK, () => new WebGPUBackend(stockDevice, adapter!.info));
  await chooseBackend(OURS);
  return device;
}

/** Best of some turns of each, in milliseconds a run; they take turns. */
export async function inTurns<Name extends string>(
  contestants: Readonly<Record<Name, () => Promise<number>>>,
  turns: number,
): Promise<Record<Name, number>> {
  const names = Object.keys(contestants) as Name[];
  const best = Object.fromEntries(names.map((name) => [name, Infinity])) as Record<Name, number>;
  for (let turn = 0; turn < turns; turn++) {
    for (const name of names) best[name] = Math.min(best[name], await contestants[name]());
  }
  return best;
}

/** Waits until the device has done what was sent: reads one value of the last result, which comes after all others. */
export async function settle(result: tf.Tensor): Promise<void> {
  const value = tf.tidy(() => tf.slice1d(tf.reshape(result, [-1]), 0, 1));
  await value.data();
  value.dispose();
}
