// Splits of tree nodes and weights of leaves: gain and regularisation as in Chen & Guestrin 2016, "XGBoost: A Scalable Tree
// Boosting System". The search itself is `findBestSplit` of the kernel.

/** XGBoost's parameters of the same names. */
export interface Regularisation {
  /** Smallest sum of hessians of a child. */
  readonly minChildWeight: number;
  /** Smallest gain of a split. */
  readonly gamma: number;
  /** L2 penalty on leaf weights. */
  readonly lambda: number;
  /** L1 penalty on leaf weights. */
  readonly alpha: number;
}

export interface NodeSums {
  readonly gradient: number;
  readonly hessian: number;
}

export interface Split {
  readonly gain: number;
  readonly column: number;
  /** Rows whose bin is this one or lower go left. */
  readonly bin: number;
  readonly missingLeft: boolean;
  readonly left: NodeSums;
}

/** Gains up to this are noise (XGBoost's kRtEps). */
const NOISE = 1e-6;

/** The gain that a split must exceed. A gain equal to gamma is enough: the limit lies just below it. */
export function smallestGain({ gamma }: Pick<Regularisation, 'gamma'>): number {
  return Math.max(NOISE, gamma * (1 - 1e-7));
}

/** Newton step of a node, before the learning rate. */
export function leafWeight({ gradient, hessian }: NodeSums, options: Regularisation): number {
  if (hessian < options.minChildWeight || hessian <= 0) return 0;
  const size = Math.max(Math.abs(gradient) - options.alpha, 0);
  return (-Math.sign(gradient) * size) / (hessian + options.lambda);
}

export function rest(node: NodeSums, left: NodeSums): NodeSums {
  return { gradient: node.gradient - left.gradient, hessian: node.hessian - left.hessian };
}

/** Of splits over different columns the one with the highest gain; the lowest column wins a tie. */
export function bestOf(splits: readonly (Split | null)[]): Split | null {
  let best: Split | null = null;
  for (const split of splits) {
    if (!split) continue;
    const isBetter =
      !best || split.gain > best.gain || (split.gain === best.gain && split.column < best.column);
    if (isBetter) best = split;
  }
  return best;
}
