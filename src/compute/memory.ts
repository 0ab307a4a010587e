// Gives back what tfjs keeps on the GPU only for later.

import * as tf from '@tensorflow/tfjs-core';

/** The part of tfjs's WebGPU buffer manager that its types keep private. */
interface BufferPool {
  readonly freeBuffers: Map<string, GPUBuffer[]>;
  numFreeBuffers: number;
  numBytesAllocated: number;
}

/**
 * Destroys the buffers that tfjs's WebGPU backend keeps for reuse, which it never does itself; returns the bytes
 * freed (0 on other backends). Safe between steps: a buffer joins the pool only once its work was submitted.
 */
export function trimPool(): number {
  const pool = findPool(tf.backend());
  if (!pool) return 0;
  let freed = 0;
  for (const buffers of pool.freeBuffers.values()) {
    for (const buffer of buffers) {
      freed += buffer.size;
      buffer.destroy();
    }
    pool.numFreeBuffers -= buffers.length;
    // The list itself stays: tfjs expects one for every size it has seen.
    buffers.length = 0;
  }
  pool.numBytesAllocated -= freed;
  return freed;
}

/** What the GPU backends add to `tf.memory()`. */
interface GpuMemory extends tf.MemoryInfo {
  readonly numBytesInGPU?: number;
  readonly numBytesAllocatedInGPU?: number;
}

/** Bytes in use, and those with tfjs's pool; null where the backend does not tell. */
export function readGpuMemory(): { gpuBytesUsed: number | null; gpuBytesAllocated: number | null } {
  const memory: GpuMemory = tf.memory();
  return {
    gpuBytesUsed: memory.numBytesInGPU ?? null,
    gpuBytesAllocated: memory.numBytesAllocatedInGPU ?? null,
  };
}

function findPool(backend: object): BufferPool | null {
  const { bufferManager } = backend as { bufferManager?: Partial<BufferPool> };
  return bufferManager?.freeBuffers instanceof Map ? (bufferManager as BufferPool) : null;
}
