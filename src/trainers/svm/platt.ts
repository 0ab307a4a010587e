// Turns decision values into probabilities: a sigmoid fitted by Newton's method with backtracking (Platt 1999 as mended by
// Lin, Lin & Weng 2007).

/** Probability of the positive class: 1 / (1 + exp(slope × decision + offset)). */
export interface Sigmoid {
  readonly slope: number;
  readonly offset: number;
}

const MOST_STEPS = 100;
const SMALLEST_STEP = 1e-10;
/** Added to the Hessian's diagonal, so that it can be inverted. */
const RIDGE = 1e-12;
const TOLERANCE = 1e-5;

/** @param signs 1 or −1 a decision */
export function fitSigmoid(decisions: Float64Array, signs: Int8Array): Sigmoid {
  const positives = signs.reduce((count, sign) => count + (sign > 0 ? 1 : 0), 0);
  const negatives = signs.length - positives;
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);
  const targets = Float64Array.from(signs, (sign) => (sign > 0 ? high : low));

  let slope = 0;
  let offset = Math.log((negatives + 1) / (positives + 1));
  let loss = lossOf(decisions, targets, { slope, offset });
  for (let step = 0; step < MOST_STEPS; step++) {
    let [h11, h22, h21, g1, g2] = [RIDGE, RIDGE, 0, 0, 0];
    decisions.forEach((decision, i) => {
      const p = probabilityOf(decision, { slope, offset });
      const curvature = p * (1 - p);
      const rest = targets[i]! - p;
      h11 += decision * decision * curvature;
      h22 += curvature;
      h21 += decision * curvature;
      g1 += decision * rest;
      g2 += rest;
    });
    if (Math.abs(g1) < TOLERANCE && Math.abs(g2) < TOLERANCE) break;
    const determinant = h11 * h22 - h21 * h21;
    const bySlope = -(h22 * g1 - h21 * g2) / determinant;
    const byOffset = -(h11 * g2 - h21 * g1) / determinant;
    const descent = g1 * bySlope + g2 * byOffset;
    let length = 1;
    let isBetter = false;
    for (; length >= SMALLEST_STEP && !isBetter; length /= 2) {
      const next = { slope: slope + length * bySlope, offset: offset + length * byOffset };
      const nextLoss = lossOf(decisions, targets, next);
      if (nextLoss < loss + 1e-4 * length * descent) {
        ({ slope, offset } = next);
        loss = nextLoss;
        isBetter = true;
      }
    }
    if (!isBetter) break;
  }
  return { slope, offset };
}

export function probabilityOf(decision: number, { slope, offset }: Sigmoid): number {
  const power = slope * decision + offset;
  // Either way the exponential stays finite.
  return power >= 0 ? Math.exp(-power) / (1 + Math.exp(-power)) : 1 / (1 + Math.exp(power));
}

function lossOf(
  decisions: Float64Array,
  targets: Float64Array,
  { slope, offset }: Sigmoid,
): number {
  let loss = 0;
  for (let i = 0; i < decisions.length; i++) {
    const power = slope * decisions[i]! + offset;
    const target = targets[i]!;
    loss +=
      power >= 0
        ? target * power + Math.log1p(Math.exp(-power))
        : (target - 1) * power + Math.log1p(Math.exp(power));
  }
  return loss;
}
