// A tiny computation with a known answer: a backend that fails it is not used.

import * as tf from '@tensorflow/tfjs-core';

const TOLERANCE = 1e-3;

/** True when convolution, pooling and matrix product come out right on the current backend. */
export async function computesCorrectly(): Promise<boolean> {
  const result = tf.tidy(() => {
    const image = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
    const sums = tf.conv2d(image, tf.ones<tf.Rank.R4>([3, 3, 1, 1]), 1, 'same');
    const largest = tf.maxPool(sums, 2, 2, 'same');
    return tf.matMul(tf.reshape(largest, [2, 2]), tf.tensor2d([1, 2, 3, 4], [2, 2]));
  });
  try {
    const values = await result.data<'float32'>();
    // 3×3 neighbourhood sums 12 21 16 / 27 45 33 / 24 39 28, their 2×2 maxima [[45, 33], [39, 28]].
    const expected = [45 + 99, 90 + 132, 39 + 84, 78 + 112];
    return expected.every((value, i) => Math.abs(values[i]! - value) < TOLERANCE);
  } finally {
    result.dispose();
  }
}
