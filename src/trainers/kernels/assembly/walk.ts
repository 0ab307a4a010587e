// The walk from rows to leaves in WebAssembly. AssemblyScript, not TypeScript: `npm run kernels` compiles it.
// The caller (`../../trees/walker.ts`) owns the memory and lays it out.

// A node: its column as bytes from a row's start, threshold (f32), offset of its left child from the first node (the right one
// follows it), and 1 where rows without the value go right. A leaf is its own left child and no value lies above its threshold.
const THRESHOLD: usize = 4;
const CHILD: usize = 8;
const MISSING_RIGHT: usize = 12;
/** A tree: offset of its root, its depth, its group; u32 each, and one for nothing. */
const TREE: usize = 16;
const DEPTH: usize = 4;
const GROUP: usize = 8;

function next(nodes: usize, node: usize, row: usize): usize {
  const at = nodes + node;
  const value = load<f32>(row + <usize>load<u32>(at));
  const below = i32(value < load<f32>(at, THRESHOLD));
  const right = select<i32>(load<i32>(at, MISSING_RIGHT), 1 - below, value != value);
  return <usize>load<u32>(at, CHILD) + ((<usize>right) << 4);
}

function add(margin: usize, values: usize, node: usize): void {
  store<f32>(margin, load<f32>(margin) + load<f32>(values + (node >> 2)));
}

/**
 * Adds the answers of `numTrees` trees to the margins, shape [rows, numGroups], of `rows` rows, a multiple of four. Values
 * that are missing are NaN. `values` holds a f32 a node: a leaf's answer. Four rows go together: none waits for the others.
 */
export function walkTrees(
  trees: usize,
  numTrees: i32,
  nodes: usize,
  values: usize,
  rows: usize,
  numRows: i32,
  rowBytes: usize,
  margins: usize,
  numGroups: i32,
): void {
  const marginBytes = (<usize>numGroups) << 2;
  const end = trees + <usize>numTrees * TREE;
  for (let tree = trees; tree < end; tree += TREE) {
    const root = <usize>load<u32>(tree);
    const depth = load<i32>(tree, DEPTH);
    let margin = margins + ((<usize>load<u32>(tree, GROUP)) << 2);
    let row = rows;
    for (let i = 0; i < numRows; i += 4) {
      const row1 = row + rowBytes;
      const row2 = row1 + rowBytes;
      const row3 = row2 + rowBytes;
      let node0 = root;
      let node1 = root;
      let node2 = root;
      let node3 = root;
      for (let level = 0; level < depth; level++) {
        node0 = next(nodes, node0, row);
        node1 = next(nodes, node1, row1);
        node2 = next(nodes, node2, row2);
        node3 = next(nodes, node3, row3);
      }
      add(margin, values, node0);
      add(margin + marginBytes, values, node1);
      add(margin + 2 * marginBytes, values, node2);
      add(margin + 3 * marginBytes, values, node3);
      margin += 4 * marginBytes;
      row = row3 + rowBytes;
    }
  }
}
