// What tfjs holds on the GPU.

import * as tf from '@tensorflow/tfjs-core';
import type { TrainingStats } from '../trainer';

/** What the GPU backends add to `tf.memory()`. */
interface GpuMemory extends tf.MemoryInfo {
  readonly numBytesInGPU?: number;
  readonly numBytesAllocatedInGPU?: number;
}

/** Bytes in use, and those with tfjs's pool; null where the backend does not tell. */
export function readGpuMemory(): Pick<TrainingStats, 'gpuBytesUsed' | 'gpuBytesAllocated'> {
  const memory: GpuMemory = tf.memory();
  return {
    gpuBytesUsed: memory.numBytesInGPU ?? null,
    gpuBytesAllocated: memory.numBytesAllocatedInGPU ?? null,
  };
}
