// A network's numbers as one flat vector on the device, taken apart; and results brought back from there.

import * as tf from '@tensorflow/tfjs-core';
import type { TensorSlot } from './tensor-slots';

/** Tensors of a flat vector, in the order of its slots. */
export function unpack(flat: tf.Tensor1D, slots: readonly TensorSlot[]): tf.Tensor[] {
  return slots.map((slot) =>
    tf.reshape(tf.slice1d(flat, slot.offset, slot.size), slot.shape.slice()),
  );
}

export async function readAndDispose(tensor: tf.Tensor): Promise<Float32Array> {
  try {
    return await tensor.data<'float32'>();
  } finally {
    tensor.dispose();
  }
}
