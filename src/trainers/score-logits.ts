// Loss and accuracy of a training batch from what the network said, on the CPU, in double precision.

import { argMax } from '../core/matrix';
import type { Score } from './score';

/**
 * Score of one batch; `logits` and `targets` are [batch, classes]. The targets carry example weights that sum to 1,
 * so the loss is the weighted mean that training lowers; the accuracy counts every example alike.
 */
export function scoreLogits(
  logits: Float32Array,
  targets: Float32Array,
  numClasses: number,
): Score {
  const examples = logits.length / numClasses;
  let loss = 0;
  let correct = 0;
  for (let start = 0; start < logits.length; start += numClasses) {
    const values = logits.subarray(start, start + numClasses);
    const wanted = targets.subarray(start, start + numClasses);
    const largest = Math.max(...values);
    const logSum = Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
    for (let k = 0; k < numClasses; k++) loss -= wanted[k]! * (values[k]! - largest - logSum);
    if (argMax(values) === argMax(wanted)) correct++;
  }
  return { loss, accuracy: correct / examples };
}
