// Random forest (Breiman 2001) over feature vectors, as scikit-learn's RandomForestClassifier: trees on bootstrap samples,
// Gini impurity, a few columns a question, the mean of the leaves' shares. On binned columns; missing values go to the
// side that suits them. Own code: the packages there are keep no missing values and stop for nobody.

import * as v from 'valibot';
import { createRandom } from '../core/random';
import type { Matrix } from '../core/matrix';
import type { ParamValues } from '../core/run-types';
import { checkTable } from './check-table';
import { notResumable, readCheckpoint, runEpochs } from './epoch-loop';
import { createFittedForest, meanShares } from './forest/fitted-forest';
import {
  forestFromJson,
  forestToJson,
  packTrees,
  PackedTreesSchema,
  TRAINER_ID,
  unpackTrees,
  type Forest,
} from './forest/forest-json';
import { addShares, type ForestTree } from './forest/forest-tree';
import { createForestGrower, type TreeRules } from './forest/grow-forest-tree';
import { resolveParams } from './params';
import { randomForestParams } from './random-forest-params';
import type { Score } from './score';
import { scoreLabels, scoreValidation } from './score-labels';
import type { Checkpoint, FitContext, FittedModel, Labels, TableInput, Trainer } from './trainer';
import { binTable } from './trees/binning';
import { createBreather } from './trees/breathe';

/** Trees are quick and a checkpoint holds them all; a stop is saved at whatever tree it comes. */
const TREES_PER_CHECKPOINT = 20;
/** As many as a byte tells apart. */
const MAX_BINS = 256;

export const randomForestTrainer: Trainer<TableInput> = {
  id: TRAINER_ID,
  inputKind: 'table',
  usesTensors: false,
  fit,
  fromJSON: (json) => createFittedForest(forestFromJson(json)),
};

async function fit(
  x: TableInput,
  y: Labels,
  values: ParamValues,
  context: FitContext<TableInput>,
): Promise<FittedModel<TableInput>> {
  const { numTrees, rules } = readSettings(values, x.matrix.columns);
  checkTable(x, y);
  const { columnNames } = x;
  const numClasses = y.classes.length;
  const { start, trees } = resume(context.resumeFrom, x, numClasses);

  const table = await binTable(x.matrix, MAX_BINS, createBreather(context.signal));
  const grower = createForestGrower(table, { labels: y.indices, numClasses, rules });
  const random = createRandom(context.seed).fork(TRAINER_ID);
  const train = votesOf(x.matrix, y, { trees, score: scoreLabels });
  const { validation } = context;
  const held = validation?.x.matrix.rows
    ? votesOf(validation.x.matrix, validation.y, { trees, score: scoreValidation })
    : null;

  const best = (bestEpoch: number): Forest => ({
    classes: y.classes,
    columnNames,
    trees: trees.slice(0, bestEpoch),
  });
  const { bestEpoch } = await runEpochs(
    {
      trainer: TRAINER_ID,
      epochs: numTrees,
      start,
      // More trees do not learn by heart: validation could only pick fewer by chance.
      keeps: 'last',
      epochsPerCheckpoint: TREES_PER_CHECKPOINT,
      examples: x.matrix.rows,
      step: async (epoch, breathe) => {
        // A stream of its own a tree: a resumed run goes on as if never stopped.
        const tree = await grower.grow(random.fork(`tree ${epoch}`), () => breathe(0));
        trees.push(tree);
        return { train: train.add(tree), validation: held?.add(tree) ?? null };
      },
      saveState: (epoch) => ({ columnNames, trees: packTrees(trees.slice(0, epoch)) }),
      bestModel: (state) => forestToJson(best(state.bestEpoch)),
    },
    context,
  );
  return createFittedForest(best(bestEpoch));
}

function readSettings(
  values: ParamValues,
  numColumns: number,
): { numTrees: number; rules: TreeRules } {
  const resolved = resolveParams(randomForestParams, values);
  const drawn = { sqrt: Math.sqrt(numColumns), log2: Math.log2(numColumns), all: numColumns };
  const maxFeatures = Math.floor(drawn[resolved.max_features as keyof typeof drawn]);
  return {
    numTrees: Number(resolved.n_estimators),
    rules: {
      maxDepth: Number(resolved.max_depth),
      minSamplesLeaf: Number(resolved.min_samples_leaf),
      maxFeatures: Math.max(1, maxFeatures),
    },
  };
}

/** What the trees so far say of labelled rows, kept up to date tree by tree. */
function votesOf(
  matrix: Matrix,
  labels: Labels,
  { trees, score }: { trees: readonly ForestTree[]; score: typeof scoreLabels },
): { add(tree: ForestTree): Score } {
  const numClasses = labels.classes.length;
  const sums = new Float64Array(matrix.rows * numClasses);
  const into = { sums, numClasses, begin: 0, end: matrix.rows };
  for (const tree of trees) addShares(tree, matrix, into);
  let count = trees.length;
  return {
    add: (tree) => {
      addShares(tree, matrix, into);
      count++;
      return score(meanShares(sums, matrix.rows, count), labels);
    },
  };
}

function resume(checkpoint: Checkpoint | undefined, x: TableInput, numClasses: number) {
  const schema = v.object({ trees: PackedTreesSchema });
  const { start, own } = readCheckpoint(checkpoint, { trainer: TRAINER_ID, schema, x });
  if (!own) return { start, trees: [] };
  try {
    const shape = { numTrees: start.epoch, numColumns: x.matrix.columns, numClasses };
    return { start, trees: unpackTrees(own.trees, shape) };
  } catch (error) {
    throw notResumable(error);
  }
}
