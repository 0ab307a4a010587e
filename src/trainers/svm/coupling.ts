// Probabilities of several classes from the probabilities of each two (Wu, Lin & Weng 2004, second method).

const MOST_ROUNDS = 200;
const TOLERANCE = 1e-5;

/**
 * @param pairwise probability of class i rather than j at [i × count + j], each in (0, 1)
 * @returns shape [count], sums to 1
 */
export function coupleProbabilities(pairwise: Float64Array, count: number): Float64Array {
  const q = new Float64Array(count * count);
  for (let t = 0; t < count; t++) {
    for (let j = 0; j < count; j++) {
      if (j === t) continue;
      const against = pairwise[j * count + t]!;
      q[t * count + t]! += against * against;
      q[t * count + j] = -against * pairwise[t * count + j]!;
    }
  }
  const p = new Float64Array(count).fill(1 / count);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const qp = p.map((_, t) => p.reduce((sum, value, j) => sum + q[t * count + j]! * value, 0));
    let pqp = qp.reduce((sum, value, t) => sum + value * p[t]!, 0);
    if (qp.every((value) => Math.abs(value - pqp) < TOLERANCE / count)) break;
    for (let t = 0; t < count; t++) {
      const own = q[t * count + t]!;
      const change = (pqp - qp[t]!) / own;
      p[t]! += change;
      pqp = (pqp + change * (change * own + 2 * qp[t]!)) / (1 + change) ** 2;
      for (let j = 0; j < count; j++) {
        qp[j] = (qp[j]! + change * q[t * count + j]!) / (1 + change);
        p[j]! /= 1 + change;
      }
    }
  }
  const sum = p.reduce((total, value) => total + value, 0);
  return p.map((value) => value / sum);
}
