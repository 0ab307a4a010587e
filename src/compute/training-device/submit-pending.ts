// Hands over to the GPU what tfjs has recorded: it waits for fifteen kernels, or a readback, before it does so itself.

import * as tf from '@tensorflow/tfjs-core';

/** The part of tfjs's WebGPU backend that records; its types keep some of it private. */
interface Recorder {
  readonly commandEncoder: GPUCommandEncoder | null;
  endComputePassEncoder(): void;
  submitQueue(): void;
}

export function submitPending(): void {
  const backend: object = tf.backend();
  if (!isRecorder(backend) || !backend.commandEncoder) return;
  backend.endComputePassEncoder();
  backend.submitQueue();
}

function isRecorder(backend: object): backend is Recorder {
  return 'commandEncoder' in backend && 'submitQueue' in backend;
}
