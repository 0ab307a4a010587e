// How the answer of one leaf is shared out between the columns on the way to it: the Shapley values of a product, which
// is all the mathematics that tree SHAP needs.
//
// A leaf of value v is reached when each column i lets the row through (o_i = 1) or, where the column is not known, by
// the share z_i of the training rows. Of this game the Shapley value of column i is an integral over how likely the
// other columns are to be known (Owen's multilinear extension):
//   φ_i = v (o_i − z_i) ∫₀¹ ∏_{j ≠ i} (t o_j + (1 − t) z_j) dt
// A polynomial of degree d − 1, so Gauss–Legendre quadrature with ⌈d / 2⌉ nodes gives it exactly, as a sum of positive
// terms. It is what algorithm 2 of Lundberg et al. (2020) gives by extending and unwinding paths, which loses digits
// where trees are deep.

import type { LeafPath } from './leaf-paths';
import { gaussLegendre, type Quadrature } from './quadrature';

export type LeafGame = (
  path: LeafPath,
  /** Shape [path.length]: 1 where the row goes the path's way. */
  passes: Uint8Array,
  /** Takes the columns' shares of the leaf's value, from `offset` on, shape [path.length]. */
  into: Float64Array,
  offset: number,
) => void;

export function createLeafGame(): LeafGame {
  const quadratures: Quadrature[] = [];
  return ({ length, share, value }, passes, into, offset) => {
    const numNodes = (length + 1) >> 1;
    const { nodes, weights } = (quadratures[numNodes] ??= gaussLegendre(numNodes));
    into.fill(0, offset, offset + length);
    for (let n = 0; n < numNodes; n++) {
      const known = nodes[n]!;
      const unknown = 1 - known;
      let product = weights[n]! * value;
      for (let i = 0; i < length; i++) product *= passes[i]! * known + share[i]! * unknown;
      // A column without which no training row comes here: nothing is left to share out.
      if (product === 0) continue;
      for (let i = 0; i < length; i++) {
        into[offset + i]! += product / (passes[i]! * known + share[i]! * unknown);
      }
    }
    for (let i = 0; i < length; i++) into[offset + i]! *= passes[i]! - share[i]!;
  };
}
