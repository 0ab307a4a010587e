// An ensemble as XGBoost's own JSON model: `Booster.load_model` takes it and predicts the same probabilities.
// Field by field as XGBoost 3 writes it, in what versions from 1.7 on read too.

import { shortestFloat32 } from '../flat-trees';
import type { Ensemble } from '../model-json';
import type { Tree } from '../tree';
import { HIGHEST_EXACT_MARGIN, probabilityOf } from './objectives';

/** XGBoost's kInvalidNodeId: the root has no parent. */
const NO_PARENT = 2 ** 31 - 1;
/** From here on whole numbers are written with an exponent. */
const LONGEST_WHOLE_NUMBER = 1e9;

export interface XgboostJsonOptions {
  /** Put beside the class names into the booster's attributes (`Booster.attributes()` in Python). */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** The whole file. Class names are in the attribute `classes`, as a JSON list. */
export function toXgboostJson(
  ensemble: Ensemble,
  { attributes = {} }: XgboostJsonOptions = {},
): string {
  const { classes, columnNames, objective, baseMargins, treeGroups } = ensemble;
  const numGroups = baseMargins.length;
  const base = baseOf(ensemble);
  const trees = shiftFirstTrees(ensemble, base.rests);
  const boundaries = roundBoundaries(ensemble);
  return record({
    learner: record({
      attributes: JSON.stringify({ ...attributes, classes: JSON.stringify(classes) }),
      feature_names: JSON.stringify(columnNames),
      feature_types: '[]',
      gradient_booster: record({
        model: record({
          cats: record({ enc: '[]', feature_segments: '[]', sorted_idx: '[]' }),
          gbtree_model_param: parameters({
            num_parallel_tree: treesAtOnce(ensemble),
            num_trees: trees.length,
          }),
          iteration_indptr: JSON.stringify(boundaries),
          tree_info: JSON.stringify(treeGroups),
          trees: `[${trees.map((tree, id) => treeText(tree, id, columnNames.length)).join(',')}]`,
        }),
        name: '"gbtree"',
      }),
      learner_model_param: parameters({
        base_score: base.score,
        // base_score is as it is; with 1, a model without trees would have it estimated anew.
        boost_from_average: 0,
        num_class: objective === 'multi:softprob' ? numGroups : 0,
        num_feature: columnNames.length,
        num_target: objective === 'multi:softprob' ? 1 : numGroups,
      }),
      objective:
        objective === 'multi:softprob'
          ? record({
              name: '"multi:softprob"',
              softmax_multiclass_param: parameters({ num_class: numGroups }),
            })
          : record({
              name: '"binary:logistic"',
              reg_loss_param: parameters({ scale_pos_weight: 1 }),
            }),
    }),
    version: '[3,2,0]',
  });
}

/**
 * base_score, and what of each group's margin the trees take over. Versions before 3.1 read a list without a word as
 * the default, so it is one number wherever there are trees to hold the rest.
 */
function baseOf({ objective, baseMargins, treeGroups }: Ensemble): {
  score: string;
  rests: readonly number[];
} {
  const isProbability = objective === 'binary:logistic';
  const none = baseMargins.map(() => 0);
  const [first = 0] = baseMargins;
  const alike = baseMargins.every((margin) => margin === first);
  const withTrees = new Set(treeGroups);
  if (withTrees.size < baseMargins.length) {
    const scores = baseMargins.map((margin) =>
      decimal(isProbability ? probabilityOf(margin) : margin),
    );
    return { score: alike ? scores[0]! : `[${scores.join(',')}]`, rests: none };
  }
  if (!alike) return { score: '0.5', rests: baseMargins.map((m) => m - (isProbability ? 0 : 0.5)) };
  if (!isProbability) return { score: decimal(first), rests: none };
  if (first > HIGHEST_EXACT_MARGIN) return { score: '0.5', rests: baseMargins };
  return { score: decimal(probabilityOf(first)), rests: none };
}

/** The trees, each group's first one with the group's rest in its leaves. */
function shiftFirstTrees({ trees, treeGroups }: Ensemble, rests: readonly number[]): Tree[] {
  const left = [...rests];
  return trees.map((tree, i) => {
    const group = treeGroups[i]!;
    const rest = left[group]!;
    left[group] = 0;
    if (rest === 0) return tree;
    const value = tree.value.map((held, node) => (tree.column[node]! < 0 ? held + rest : held));
    return { ...tree, value };
  });
}

/** Trees of a group in a round: more than one in a boosted random forest. */
function treesAtOnce({ trees, baseMargins, rounds }: Ensemble): number {
  const each = trees.length / (baseMargins.length * rounds);
  return Number.isInteger(each) && each > 0 ? each : 1;
}

/** Index of each round's first tree, and the number of trees at the end, shape [rounds + 1]. */
function roundBoundaries({ trees, rounds }: Ensemble): number[] {
  const each = trees.length / rounds;
  if (!Number.isInteger(each)) return trees.length > 0 ? [0, trees.length] : [0];
  return Array.from({ length: rounds + 1 }, (_, round) => round * each);
}

function treeText(tree: Tree, id: number, numColumns: number): string {
  const { column, value, right, missingLeft, gain, cover } = tree;
  const { order, numberOf, parents } = breadthFirst(tree);
  const isLeaf = (node: number): boolean => column[node]! < 0;
  const each = (write: (node: number) => string | number): string =>
    `[${Array.from(order, write).join(',')}]`;
  const weights = nodeWeights(tree);
  return record({
    base_weights: each((node) => decimal(weights[node]!)),
    categories: '[]',
    categories_nodes: '[]',
    categories_segments: '[]',
    categories_sizes: '[]',
    default_left: each((node) => (isLeaf(node) ? 0 : missingLeft[node]!)),
    id: String(id),
    left_children: each((node) => (isLeaf(node) ? -1 : numberOf[node + 1]!)),
    loss_changes: each((node) => decimal(gain[node]!)),
    parents: each((node) => parents[node]!),
    right_children: each((node) => (isLeaf(node) ? -1 : numberOf[right[node]!]!)),
    split_conditions: each((node) => decimal(value[node]!)),
    split_indices: each((node) => Math.max(0, column[node]!)),
    split_type: each(() => 0),
    sum_hessian: each((node) => decimal(cover[node]!)),
    tree_param: parameters({
      num_deleted: 0,
      num_feature: numColumns,
      num_nodes: column.length,
      size_leaf_vector: 1,
    }),
  });
}

interface Numbering {
  /** Our nodes in the file's order. */
  readonly order: Int32Array;
  /** Number in the file of each of our nodes. */
  readonly numberOf: Int32Array;
  /** Number in the file of the parent of each of our nodes. */
  readonly parents: Int32Array;
}

/** Level by level: XGBoost's walk takes the right child to stand just behind the left one, whatever the file says. */
function breadthFirst({ column, right }: Tree): Numbering {
  const order = new Int32Array(column.length);
  const numberOf = new Int32Array(column.length);
  const parents = new Int32Array(column.length).fill(NO_PARENT);
  let end = 1;
  for (let number = 0; number < end; number++) {
    const node = order[number]!;
    if (column[node]! < 0) continue;
    for (const child of [node + 1, right[node]!]) {
      order[end] = child;
      numberOf[child] = end++;
      parents[child] = number;
    }
  }
  return { order, numberOf, parents };
}

/** What each node answers on the mean over the training rows that came by. */
function nodeWeights({ column, value, right, cover }: Tree): Float32Array {
  const weights = Float32Array.from(value);
  for (let node = column.length - 1; node >= 0; node--) {
    if (column[node]! < 0) continue;
    const [a, b] = [node + 1, right[node]!];
    const rows = cover[a]! + cover[b]!;
    weights[node] = rows > 0 ? (weights[a]! * cover[a]! + weights[b]! * cover[b]!) / rows : 0;
  }
  return weights;
}

/** XGBoost refuses digits alone where it expects a real number. */
function decimal(value: number): string {
  const short = shortestFloat32(Math.fround(value));
  if (!Number.isInteger(short)) return String(short);
  return Math.abs(short) < LONGEST_WHOLE_NUMBER ? `${short}.0` : short.toExponential();
}

/** XGBoost keeps parameters as text. */
function parameters(values: Readonly<Record<string, string | number>>): string {
  return record(
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, JSON.stringify(String(value))]),
    ),
  );
}

/** An object of values that are JSON already. */
function record(fields: Readonly<Record<string, string>>): string {
  return `{${Object.entries(fields)
    .map(([name, json]) => `${JSON.stringify(name)}:${json}`)
    .join(',')}}`;
}
