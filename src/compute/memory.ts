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

function findPool(backend: object): BufferPool | null {
  const { bufferManager } = backend as { bufferManager?: Partial<BufferPool> };
  return bufferManager?.freeBuffers instanceof Map ? (bufferManager as BufferPool) : null;
}
