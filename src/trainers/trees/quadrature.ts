// Gauss–Legendre quadrature on [0, 1]: integrates polynomials exactly.

export interface Quadrature {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

const CONVERGED = 1e-15;
const MAX_STEPS = 100;

/** Exact for polynomials up to degree 2 · numNodes − 1. */
export function gaussLegendre(numNodes: number): Quadrature {
  const nodes = new Float64Array(numNodes);
  const weights = new Float64Array(numNodes);
  for (let i = 0; i < numNodes; i++) {
    // Newton's method on the Legendre polynomial, from Tricomi's guess of its i-th root in [−1, 1].
    let x = Math.cos((Math.PI * (i + 0.75)) / (numNodes + 0.5));
    let { value, slope } = legendre(numNodes, x);
    for (let step = 0; step < MAX_STEPS && Math.abs(value / slope) > CONVERGED; step++) {
      x -= value / slope;
      ({ value, slope } = legendre(numNodes, x));
    }
    nodes[i] = (1 + x) / 2;
    weights[i] = 1 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}

/** The Legendre polynomial of that degree and its derivative at x, |x| < 1. */
function legendre(degree: number, x: number): { value: number; slope: number } {
  let before = 1;
  let value = x;
  for (let n = 2; n <= degree; n++) {
    [before, value] = [value, ((2 * n - 1) * x * value - (n - 1) * before) / n];
  }
  return { value, slope: (degree * (x * value - before)) / (x * x - 1) };
}
