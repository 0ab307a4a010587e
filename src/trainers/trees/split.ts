// Finds the best split of a tree node from its histogram: gain, leaf weight and regularisation as in
// Chen & Guestrin 2016, "XGBoost: A Scalable Tree Boosting System".

import type { BinnedColumns } from './binning';
import { SLOT, type Histogram } from './histogram';

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

/** Gains below this are noise (XGBoost's kRtEps). */
const SMALLEST_GAIN = 1e-6;

/** Newton step of a node, before the learning rate. */
export function leafWeight({ gradient, hessian }: NodeSums, options: Regularisation): number {
  if (hessian < options.minChildWeight || hessian <= 0) return 0;
  return -shrink(gradient, options.alpha) / (hessian + options.lambda);
}

export interface SplitSearch {
  readonly histogram: Histogram;
  readonly binned: BinnedColumns;
  /** Those to ask, ascending. */
  readonly columns: Int32Array;
  readonly node: NodeSums;
}

/** The best split over the columns, or null if none is worth it. The lowest column wins a tie. */
export function findBestSplit(
  { histogram, binned, columns, node }: SplitSearch,
  options: Regularisation,
): Split | null {
  const { minChildWeight, lambda, alpha } = options;
  const nodeScore = score(node.gradient, node.hessian, lambda, alpha);
  let bestGain = Math.max(SMALLEST_GAIN, previousFloat(options.gamma));
  let bestColumn = -1;
  let bestBin = 0;
  let bestMissingLeft = false;
  let bestGradient = 0;
  let bestHessian = 0;

  for (const column of columns) {
    const first = binned.offsets[column]! * SLOT;
    const missing = first + binned.numBins[column]! * SLOT;
    const passes = histogram[missing + 2]! > 0 ? 2 : 1;
    for (let pass = 0; pass < passes; pass++) {
      let gradient = pass === 1 ? histogram[missing]! : 0;
      let hessian = pass === 1 ? histogram[missing + 1]! : 0;
      let previous = -1;
      // The slot of the missing values ends the scan: "every known value left, missing ones right".
      const end = passes === 2 && pass === 0 ? missing + SLOT : missing;
      for (let slot = first; slot < end; slot += SLOT) {
        if (histogram[slot + 2] === 0) continue;
        const otherHessian = node.hessian - hessian;
        if (previous >= 0 && hessian >= minChildWeight && otherHessian >= minChildWeight) {
          // Single precision makes equal splits equal, whatever order their sums were taken in.
          const gain = Math.fround(
            score(gradient, hessian, lambda, alpha) +
              score(node.gradient - gradient, otherHessian, lambda, alpha) -
              nodeScore,
          );
          if (gain > bestGain) {
            bestGain = gain;
            bestColumn = column;
            bestBin = (previous - first) / SLOT;
            bestMissingLeft = pass === 1;
            bestGradient = gradient;
            bestHessian = hessian;
          }
        }
        gradient += histogram[slot]!;
        hessian += histogram[slot + 1]!;
        previous = slot;
      }
    }
  }
  if (bestColumn < 0) return null;
  return {
    gain: bestGain,
    column: bestColumn,
    bin: bestBin,
    missingLeft: bestMissingLeft,
    left: { gradient: bestGradient, hessian: bestHessian },
  };
}

/** Twice the loss a node saves by its best weight. */
function score(gradient: number, hessian: number, lambda: number, alpha: number): number {
  if (hessian <= 0) return 0;
  const shrunk = alpha === 0 ? gradient : shrink(gradient, alpha);
  return (shrunk * shrunk) / (hessian + lambda);
}

/** Soft threshold of the L1 penalty. */
function shrink(gradient: number, alpha: number): number {
  if (gradient > alpha) return gradient - alpha;
  if (gradient < -alpha) return gradient + alpha;
  return 0;
}

/** A gain equal to gamma is enough: the limit to exceed lies just below it. */
function previousFloat(value: number): number {
  return value * (1 - 1e-7);
}
