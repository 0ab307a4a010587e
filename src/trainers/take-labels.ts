// The labels of some of the rows.

import type { Labels } from './trainer';

/** Those at `rows`, in that order. */
export function takeLabels({ indices, classes, memberships }: Labels, rows: Int32Array): Labels {
  const taken = { indices: rows.map((row) => indices[row]!), classes };
  if (!memberships) return taken;
  const width = classes.length;
  const cells = new Uint8Array(rows.length * width);
  rows.forEach((row, i) => {
    cells.set(memberships.subarray(row * width, (row + 1) * width), i * width);
  });
  return { ...taken, memberships: cells };
}
