// Loss and accuracy of training batches from what the head said, on the processor, in double precision.

import type { Score } from '../score';
import { scoreLogits } from '../score-logits';
import type { Labels } from '../trainer';
import type { BatchArrays } from './batches';

/** The loss is the weighted mean that training lowers; the accuracy counts every clip alike. */
export function scoreStep(
  logits: Float32Array,
  batch: Pick<BatchArrays, 'rows' | 'targets' | 'weights'>,
  { classes, memberships }: Labels,
): Score {
  const { rows, targets, weights } = batch;
  const width = classes.length;
  if (!memberships) return scoreLogits(logits, targets, width);
  let loss = 0;
  let hits = 0;
  rows.forEach((row, i) => {
    let allRight = true;
    for (let k = 0; k < width; k++) {
      const cell = i * width + k;
      const logit = logits[cell]!;
      loss += weights[cell]! * softplus(logit) - targets[cell]! * logit;
      if (logit >= 0 !== (memberships[row * width + k] === 1)) allRight = false;
    }
    if (allRight) hits++;
  });
  return { loss, accuracy: hits / rows.length };
}

/** −log(1 − sigmoid(logit)) */
function softplus(logit: number): number {
  return Math.max(0, logit) + Math.log1p(Math.exp(-Math.abs(logit)));
}
