// Loss and accuracy of a training batch, whichever kind its answers are: one class of a clip, or a yes or no to each label.

import type { Score } from '../score';
import { scoreLogits } from '../score-logits';
import type { Batch } from './batches';

type Wanted = Pick<Batch, 'targets' | 'answerWeights' | 'memberships'>;

/** As `scoreLogits`; `logits` is [examples, classes], those that only fill up left out. */
export function scoreBatch(
  logits: Float32Array,
  { targets, answerWeights, memberships }: Wanted,
  numClasses: number,
): Score {
  return answerWeights && memberships
    ? scoreAnswers(logits, { targets, answerWeights, memberships }, numClasses)
    : scoreLogits(logits, targets.subarray(0, logits.length), numClasses);
}

/** Weighted binary cross-entropy; an example counts as right if all its labels are, and no other is said. */
function scoreAnswers(
  logits: Float32Array,
  { targets, answerWeights, memberships }: Required<Wanted>,
  numClasses: number,
): Score {
  let loss = 0;
  let correct = 0;
  for (let start = 0; start < logits.length; start += numClasses) {
    let allRight = true;
    for (let cell = start; cell < start + numClasses; cell++) {
      const z = logits[cell]!;
      const softplus = Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z)));
      loss += answerWeights[cell]! * softplus - targets[cell]! * z;
      if (z >= 0 !== (memberships[cell] === 1)) allRight = false;
    }
    if (allRight) correct++;
  }
  return { loss, accuracy: (correct * numClasses) / logits.length };
}
