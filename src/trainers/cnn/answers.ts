// What the network should answer of each training clip, and how much that counts: one class of a clip (softmax), or a yes
// or no to each label (sigmoid).

import { classWeightsOf, smoothAnswer } from '../class-answers';
import type { CnnParams } from '../cnn-params';
import type { Labels } from '../trainer';

/** A rare label's yes counts so many times a no at most (and the other way round): no single clip outweighs the rest. */
const MAX_POSITIVE_WEIGHT = 10;

export interface Answers {
  /**
   * Writes one clip's.
   * @param targets wanted probabilities times their weights, shape [classes]
   * @param weights of each label's question, shape [classes]; null where a clip has one class
   */
  write(clip: number, targets: Float32Array, weights: Float32Array | null): void;
}

type AnswerParams = Pick<CnnParams, 'classWeights' | 'labelSmoothing'>;

export function createAnswers(y: Labels, params: AnswerParams): Answers {
  return y.memberships
    ? yesOrNo({ ...y, memberships: y.memberships }, params)
    : oneClass(y, params);
}

/**
 * How many noes a yes to each label counts (`pos_weight` of PyTorch's BCEWithLogitsLoss): 1, or as many as there are clips
 * without it for each one with it, within 0.1…10.
 */
export function positiveWeightsOf(
  labels: Required<Labels>,
  kind: CnnParams['classWeights'],
): Float64Array {
  const shares = labelShares(labels);
  if (kind === 'none') return shares.fill(1);
  return shares.map((share) => {
    const odds = share === 0 ? MAX_POSITIVE_WEIGHT : (1 - share) / share;
    return Math.min(MAX_POSITIVE_WEIGHT, Math.max(1 / MAX_POSITIVE_WEIGHT, odds));
  });
}

function oneClass(y: Labels, { classWeights, labelSmoothing }: AnswerParams): Answers {
  const weightOf = classWeightsOf(y, classWeights);
  return {
    write(clip, targets) {
      const label = y.indices[clip]!;
      smoothAnswer(targets, label, labelSmoothing);
      for (let k = 0; k < targets.length; k++) targets[k]! *= weightOf[label]!;
    },
  };
}

/** Smoothed towards how common a label is: halfway to yes would make rare ones far too likely. */
function yesOrNo(
  y: Required<Labels>,
  { classWeights, labelSmoothing: smoothing }: AnswerParams,
): Answers {
  const { length } = y.classes;
  const positive = positiveWeightsOf(y, classWeights);
  const shares = labelShares(y);
  return {
    write(clip, targets, weights) {
      for (let k = 0; k < length; k++) {
        const member = y.memberships[clip * length + k]!;
        const yes = positive[k]! * ((1 - smoothing) * member + smoothing * shares[k]!);
        const no = (1 - smoothing) * (1 - member) + smoothing * (1 - shares[k]!);
        targets[k] = yes;
        if (weights) weights[k] = yes + no;
      }
    },
  };
}

/** Share of the clips that have each label. */
function labelShares({ classes, memberships, indices }: Required<Labels>): Float64Array {
  const counts = new Float64Array(classes.length);
  memberships.forEach((member, cell) => (counts[cell % classes.length]! += member));
  return counts.map((count) => count / indices.length);
}
