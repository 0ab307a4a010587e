// The weights of a soft vote: the mixture of the members' answers under which the true labels are likeliest. Expectation
// maximisation of mixture proportions (Dempster, Laird & Rubin 1977): the log loss is convex in the weights, so there is
// one minimum, and every step goes down.

import type { Matrix } from '../../core/matrix';
import { SMALLEST_PROBABILITY } from '../score';
import type { Labels } from '../trainer';

const MOST_STEPS = 5000;
/** Largest excess of a gradient at which the log loss is within as many nats of its minimum. */
const TOLERANCE = 1e-7;

/**
 * One weight a member, each at least 0, their sum 1: least mean log loss of the weighted average; with several labels a
 * clip over all yes–no answers. Equal weights where there is no clip.
 *
 * @param answers of each member, shape [clips, classes]
 */
export function mixtureWeights(answers: readonly Matrix[], labels: Labels): number[] {
  const likelihoods = answers.map((probabilities) => likelihoodsOf(probabilities, labels));
  const terms = likelihoods[0]?.length ?? 0;
  let weights = answers.map(() => 1 / answers.length);
  for (let step = 0; step < MOST_STEPS && terms > 0; step++) {
    const pulls = pullsOf(likelihoods, weights, terms);
    weights = weights.map((weight, m) => weight * pulls[m]!);
    if (Math.max(...pulls) <= 1 + TOLERANCE) break;
  }
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** The weighted mean of the members' answers, of the shape of each. */
export function mix(answers: readonly Matrix[], weights: readonly number[]): Matrix {
  const [first] = answers;
  if (!first) throw new RangeError('no members');
  const data = first.data.map((_, cell) =>
    answers.reduce((sum, answer, m) => sum + weights[m]! * answer.data[cell]!, 0),
  );
  return { ...first, data };
}

/** Mean over terms of the member's likelihood in parts of the mixture's: above 1 where more weight would help. */
function pullsOf(
  likelihoods: readonly Float64Array[],
  weights: readonly number[],
  terms: number,
): number[] {
  const sums = weights.map(() => 0);
  for (let i = 0; i < terms; i++) {
    let mixture = 0;
    for (let m = 0; m < weights.length; m++) mixture += weights[m]! * likelihoods[m]![i]!;
    for (let m = 0; m < weights.length; m++) sums[m]! += likelihoods[m]![i]! / mixture;
  }
  return sums.map((sum) => sum / terms);
}

/** Of each clip (or each yes–no answer) the probability that the member gave to what is true. */
function likelihoodsOf({ data, columns }: Matrix, { indices, memberships }: Labels): Float64Array {
  const kept = memberships
    ? Float64Array.from(data, (p, cell) => (memberships[cell] === 1 ? p : 1 - p))
    : Float64Array.from(indices, (label, i) => data[i * columns + label]!);
  return kept.map((p) => Math.max(SMALLEST_PROBABILITY, p));
}
