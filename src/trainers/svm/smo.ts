// Solves the dual of a two-class C-SVC by sequential minimal optimisation, the two rows of a step chosen by second-order
// information (Fan, Chen & Lin 2005, working set selection 2): what libsvm does, without shrinking.

import type { KernelTable } from './rbf-kernel';

export interface TwoClassProblem {
  readonly kernel: KernelTable;
  /** 1 or −1 a row. */
  readonly signs: Int8Array;
  /** Largest weight of a row. */
  readonly c: number;
}

export interface TwoClassSolution {
  /** Weight × sign of each row; 0 for one that is no support vector. */
  readonly coefficients: Float64Array;
  /** Subtracted from the weighted kernel sums. */
  readonly rho: number;
}

/** Largest violation of the optimality conditions at the end. libsvm's default is 1e-3. */
const TOLERANCE = 1e-4;
const SMALLEST_CURVATURE = 1e-12;
const MOST_STEPS_PER_ROW = 1000;
const LEAST_STEPS = 100_000;
const WORK_PER_PAUSE = 4_000_000;

export async function solveTwoClasses(
  { kernel, signs, c }: TwoClassProblem,
  breathe: (share: number) => Promise<void>,
): Promise<TwoClassSolution> {
  const { size } = kernel;
  const weights = new Float64Array(size);
  /** Sign × gradient: Σ weight × sign × kernel, minus the sign. */
  const slopes = Float64Array.from(signs, (sign) => -sign);
  const mayRise = (t: number): boolean => (signs[t]! > 0 ? weights[t]! < c : weights[t]! > 0);
  const mayFall = (t: number): boolean => (signs[t]! > 0 ? weights[t]! > 0 : weights[t]! < c);

  /** Rows whose kernel was asked for; the first time takes the longest. */
  const isAsked = new Uint8Array(size);
  let numAsked = 0;
  const kernelOf = (t: number): Float32Array => {
    numAsked += 1 - isAsked[t]!;
    isAsked[t] = 1;
    return kernel.row(t);
  };

  const mostSteps = Math.max(LEAST_STEPS, MOST_STEPS_PER_ROW * size);
  let work = 0;
  let workAtPause = kernel.work;
  for (let step = 0; step < mostSteps; step++) {
    let up = -1;
    let lowest = Infinity;
    for (let t = 0; t < size; t++) {
      if (slopes[t]! < lowest && mayRise(t)) {
        lowest = slopes[t]!;
        up = t;
      }
    }
    if (up < 0) break;
    const rowUp = kernelOf(up);
    let down = -1;
    let highest = -Infinity;
    let bestGain = 0;
    let bestCurvature = 1;
    for (let t = 0; t < size; t++) {
      const slope = slopes[t]!;
      if (slope <= lowest || !mayFall(t)) continue;
      if (slope > highest) highest = slope;
      const rise = slope - lowest;
      const curvature = Math.max(SMALLEST_CURVATURE, 2 - 2 * rowUp[t]!);
      const gain = (rise * rise) / curvature;
      if (gain > bestGain) {
        bestGain = gain;
        bestCurvature = curvature;
        down = t;
      }
    }
    if (down < 0 || highest - lowest < TOLERANCE) break;

    const rowDown = kernelOf(down);
    const length = Math.min(
      (slopes[down]! - lowest) / bestCurvature,
      signs[up]! > 0 ? c - weights[up]! : weights[up]!,
      signs[down]! > 0 ? weights[down]! : c - weights[down]!,
    );
    weights[up] = within(weights[up]! + signs[up]! * length, c);
    weights[down] = within(weights[down]! - signs[down]! * length, c);
    for (let t = 0; t < size; t++) slopes[t]! += length * (rowUp[t]! - rowDown[t]!);

    work += 3 * size;
    if (work + kernel.work - workAtPause > WORK_PER_PAUSE) {
      await breathe((numAsked / size + solvedShare(highest - lowest)) / 2);
      work = 0;
      workAtPause = kernel.work;
    }
  }
  const coefficients = weights.map((weight, t) => weight * signs[t]!);
  return { coefficients, rho: findRho(slopes, weights, c, mayRise) };
}

/**
 * How far the largest violation has come from 2 to the tolerance: about evenly on a log scale. It stays at 2 until most
 * rows that count were asked for.
 */
function solvedShare(violation: number): number {
  const share = Math.log(2 / violation) / Math.log(2 / TOLERANCE);
  return Math.min(1, Math.max(0, share));
}

/** Rounding must not leave a weight just off its bound, where it would count as free. */
function within(weight: number, c: number): number {
  if (weight < c * 1e-12) return 0;
  return weight > c * (1 - 1e-12) ? c : weight;
}

/** The mean slope of free rows; without any the middle of what the bound ones allow. */
function findRho(
  slopes: Float64Array,
  weights: Float64Array,
  c: number,
  mayRise: (row: number) => boolean,
): number {
  let [sum, free, low, high] = [0, 0, -Infinity, Infinity];
  slopes.forEach((slope, t) => {
    if (weights[t]! > 0 && weights[t]! < c) {
      sum += slope;
      free++;
    } else if (mayRise(t)) {
      high = Math.min(high, slope);
    } else {
      low = Math.max(low, slope);
    }
  });
  return free > 0 ? sum / free : (low + high) / 2;
}
