// One tree of XGBoost's JSON model as a tree of ours: nodes in whatever order they come, put into preorder. Every node
// is visited once, without recursion, so a hostile tree costs no more than its size.

import { MAX_DEPTH } from '../limits';
import type { Tree } from '../tree';
import { invalidAt, shown, unsupportedAt } from './problems';

interface NodeLists {
  readonly left: readonly unknown[];
  readonly right: readonly unknown[];
  readonly columns: readonly unknown[];
  readonly values: readonly unknown[];
  readonly missingLeft: readonly unknown[];
  /** Null where the file has none. */
  readonly gains: readonly unknown[] | null;
  readonly covers: readonly unknown[] | null;
}

/** A node that is still to be visited. */
interface Pending {
  /** Its number in the file. */
  readonly node: number;
  /** What points to it, for messages. */
  readonly from: string;
  /** Of a right child: where the parent stands in preorder; −1 of a left child, which follows its parent. */
  readonly parent: number;
  readonly depth: number;
}

/** @throws EarmarkError `model-file-invalid` or `model-file-unsupported`, with the path */
export function readTree(
  tree: unknown,
  { path, numColumns }: { path: string; numColumns: number },
): Tree {
  const fields = fieldsOf(tree, path);
  const lists = nodeLists(fields, path);
  const count = lists.left.length;
  const built = emptyTree(count);
  const visited = new Uint8Array(count);
  const pending: Pending[] = [{ node: 0, from: path, parent: -1, depth: 0 }];
  let size = 0;
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, from, parent, depth } = next;
    if (visited[node]) throw invalidAt(from, `node ${node}, which has a parent already`);
    if (depth > MAX_DEPTH) throw invalidAt(path, `deeper than ${MAX_DEPTH} splits`);
    visited[node] = 1;
    const at = size++;
    if (parent >= 0) built.right[parent] = at;
    built.value[at] = single(lists.values[node], `${path}.split_conditions[${node}]`);
    built.gain[at] = lists.gains ? single(lists.gains[node], `${path}.loss_changes[${node}]`) : 0;
    built.cover[at] = lists.covers ? single(lists.covers[node], `${path}.sum_hessian[${node}]`) : 0;
    const leftPath = `${path}.left_children[${node}]`;
    const rightPath = `${path}.right_children[${node}]`;
    if (lists.left[node] === -1) {
      if (lists.right[node] !== -1) {
        throw invalidAt(rightPath, `${shown(lists.right[node])} of a node without a left child`);
      }
      built.column[at] = -1;
      continue;
    }
    const left = child(lists.left[node], { path: leftPath, count });
    const right = child(lists.right[node], { path: rightPath, count });
    built.column[at] = columnOf(lists.columns[node], {
      path: `${path}.split_indices[${node}]`,
      numColumns,
    });
    built.missingLeft[at] = bit(lists.missingLeft[node], `${path}.default_left[${node}]`);
    pending.push({ node: right, from: rightPath, parent: at, depth: depth + 1 });
    pending.push({ node: left, from: leftPath, parent: -1, depth: depth + 1 });
  }
  const deleted = deletedNodes(fields, path);
  if (count - size !== deleted) {
    throw invalidAt(path, `${count - size} nodes that nothing leads to instead of ${deleted}`);
  }
  return deleted === 0 ? built : firstNodes(built, size);
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsOf(value: unknown, path: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidAt(path, shown(value));
  }
  return value as Fields;
}

function nodeLists(fields: Fields, path: string): NodeLists {
  const list = (name: string): readonly unknown[] => {
    const found = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!Array.isArray(found)) {
      throw invalidAt(`${path}.${name}`, found === undefined ? 'missing' : shown(found));
    }
    return found;
  };
  const left = list('left_children');
  const count = left.length;
  if (count === 0) throw invalidAt(`${path}.left_children`, 'a tree without nodes');
  const ofAll = (name: string): readonly unknown[] => {
    const found = list(name);
    if (found.length === count) return found;
    throw invalidAt(`${path}.${name}`, `${found.length} values for ${count} nodes`);
  };
  const optional = (name: string): readonly unknown[] | null =>
    Object.hasOwn(fields, name) ? ofAll(name) : null;
  const claimed = parameter(fields, 'num_nodes', path);
  if (claimed !== null && claimed !== count) {
    throw invalidAt(`${path}.tree_param.num_nodes`, `${claimed} for ${count} nodes`);
  }
  if ((parameter(fields, 'size_leaf_vector', path) ?? 1) > 1) {
    throw unsupportedAt(`${path}.tree_param.size_leaf_vector`, 'trees that answer for all targets');
  }
  const categorical = optional('split_type')?.findIndex((type) => type !== 0) ?? -1;
  if (categorical >= 0) {
    throw unsupportedAt(`${path}.split_type[${categorical}]`, 'a categorical split');
  }
  return {
    left,
    right: ofAll('right_children'),
    columns: ofAll('split_indices'),
    values: ofAll('split_conditions'),
    missingLeft: ofAll('default_left'),
    gains: optional('loss_changes'),
    covers: optional('sum_hessian'),
  };
}

/** Pruned nodes stay in the lists, and nothing leads to them. */
function deletedNodes(fields: Fields, path: string): number {
  return parameter(fields, 'num_deleted', path) ?? 0;
}

/** XGBoost keeps parameters as text. */
function parameter(fields: Fields, name: string, path: string): number | null {
  if (!Object.hasOwn(fields, 'tree_param')) return null;
  const parameters = fieldsOf(fields['tree_param'], `${path}.tree_param`);
  if (!Object.hasOwn(parameters, name)) return null;
  const value = parameters[name];
  if (typeof value === 'string' && /^\d{1,10}$/.test(value)) return Number(value);
  throw invalidAt(`${path}.tree_param.${name}`, shown(value));
}

function child(value: unknown, { path, count }: { path: string; count: number }): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw invalidAt(path, shown(value));
  // The root is nobody's child.
  if (value < 1 || value >= count) throw invalidAt(path, `${value} of ${count} nodes`);
  return value;
}

function columnOf(
  value: unknown,
  { path, numColumns }: { path: string; numColumns: number },
): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw invalidAt(path, shown(value));
  if (value < 0 || value >= numColumns) throw invalidAt(path, `${value} of ${numColumns} columns`);
  return value;
}

/** A number that is finite in single precision. */
function single(value: unknown, path: string): number {
  const rounded = typeof value === 'number' ? Math.fround(value) : NaN;
  if (!Number.isFinite(rounded)) throw invalidAt(path, shown(value));
  return rounded;
}

function bit(value: unknown, path: string): number {
  if (value === 0 || value === false) return 0;
  if (value === 1 || value === true) return 1;
  throw invalidAt(path, shown(value));
}

function emptyTree(count: number): Tree {
  return {
    column: new Int32Array(count),
    value: new Float32Array(count),
    right: new Int32Array(count),
    missingLeft: new Uint8Array(count),
    gain: new Float32Array(count),
    cover: new Float32Array(count),
  };
}

function firstNodes(tree: Tree, size: number): Tree {
  return {
    column: tree.column.slice(0, size),
    value: tree.value.slice(0, size),
    right: tree.right.slice(0, size),
    missingLeft: tree.missingLeft.slice(0, size),
    gain: tree.gain.slice(0, size),
    cover: tree.cover.slice(0, size),
  };
}
