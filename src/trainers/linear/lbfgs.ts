// Limited-memory BFGS (Nocedal & Wright 2006, algorithm 7.4) with a backtracking line search: finds the minimum of a smooth
// convex function step by step, so that a step can be told, saved and gone on from.

/** Earlier steps that say how the gradient bends (scikit-learn keeps as many). */
const MEMORY = 10;
/** Sufficient decrease (Armijo). */
const C1 = 1e-4;
const MOST_HALVINGS = 40;

/** Value and gradient at a point; the gradient is the caller's to keep. */
export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** A step taken and how the gradient changed along it. */
export interface StepPair {
  readonly step: Float64Array;
  readonly change: Float64Array;
}

export interface LbfgsState<E extends Evaluation = Evaluation> {
  readonly point: Float64Array;
  readonly at: E;
  /** Oldest first, at most 10. */
  readonly pairs: readonly StepPair[];
}

/** The state one step on; null where no step goes down any more. The state given stays as it is. */
export async function lbfgsStep<E extends Evaluation>(
  { point, at, pairs }: LbfgsState<E>,
  evaluate: (point: Float64Array) => Promise<E>,
): Promise<LbfgsState<E> | null> {
  const direction = descentDirection(at.gradient, pairs);
  const slope = dot(direction, at.gradient);
  if (!(slope < 0)) return null;
  // The first step knows nothing of the scale: it moves by a length of 1 at most.
  let length = pairs.length > 0 ? 1 : Math.min(1, 1 / Math.sqrt(-slope));
  for (let i = 0; i < MOST_HALVINGS; i++) {
    const scale = length;
    const next = point.map((value, k) => value + scale * direction[k]!);
    const there = await evaluate(next);
    if (there.value <= at.value + C1 * length * slope) {
      const step = next.map((value, k) => value - point[k]!);
      const change = there.gradient.map((value, k) => value - at.gradient[k]!);
      const bends = dot(step, change) > Number.EPSILON * dot(change, change);
      const kept = bends ? [...pairs, { step, change }].slice(-MEMORY) : pairs;
      return { point: next, at: there, pairs: kept };
    }
    // The minimum of the parabola through what is known, within bounds.
    const parabola = (-slope * length * length) / (2 * (there.value - at.value - slope * length));
    length = Number.isFinite(parabola)
      ? Math.min(0.5 * length, Math.max(0.1 * length, parabola))
      : 0.5 * length;
  }
  return null;
}

/** Largest entry of the gradient, in size: what is left to go. */
export function steepness({ gradient }: Evaluation): number {
  return gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** Two-loop recursion. */
function descentDirection(gradient: Float64Array, pairs: readonly StepPair[]): Float64Array {
  const direction = gradient.map((value) => -value);
  const shares = pairs.map(() => 0);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { step, change } = pairs[i]!;
    shares[i] = dot(step, direction) / dot(step, change);
    add(direction, change, -shares[i]!);
  }
  const last = pairs.at(-1);
  if (last) {
    const scale = dot(last.step, last.change) / dot(last.change, last.change);
    for (let k = 0; k < direction.length; k++) direction[k]! *= scale;
  }
  pairs.forEach(({ step, change }, i) => {
    add(direction, step, shares[i]! - dot(change, direction) / dot(step, change));
  });
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

function add(target: Float64Array, values: Float64Array, factor: number): void {
  for (let k = 0; k < target.length; k++) target[k]! += factor * values[k]!;
}
