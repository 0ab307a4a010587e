// Multinomial logistic regression with an L2 penalty on standardised columns, as scikit-learn's LogisticRegression
// (lbfgs); with several labels a clip one yes–no question a label. Own code: the packages there are know no
// penalty.

import * as v from 'valibot';
import type { ParamValues } from '../core/run-types';
import { checkTable } from './check-table';
import { readCheckpoint, runEpochs } from './epoch-loop';
import { lbfgsStep, steepness, type LbfgsState, type StepPair } from './linear/lbfgs';
import { linearFromJson, linearToJson, TRAINER_ID, type LinearModel } from './linear/linear-json';
import { createLinearLoss, type LinearEvaluation } from './linear/linear-loss';
import { linearShape, predictLinear, type Weights } from './linear/linear-model';
import { logisticRegressionParams } from './logistic-regression-params';
import { resolveParams } from './params';
import { scoreValidation } from './score-labels';
import { standardise } from './standardiser';
import type { Checkpoint, FitContext, FittedModel, Labels, TableInput, Trainer } from './trainer';
import { createBreather, createProgressBreather } from './trees/breathe';

/** Largest entry of the gradient at which there is nothing left to improve. */
const TOLERANCE = 1e-6;
const PASSES_PER_CHECKPOINT = 10;

export const logisticRegressionTrainer: Trainer<TableInput> = {
  id: TRAINER_ID,
  inputKind: 'table',
  usesTensors: false,
  fitsMultiLabel: true,
  fit,
  fromJSON: (json) => createFitted(linearFromJson(json)),
};

async function fit(
  x: TableInput,
  y: Labels,
  values: ParamValues,
  context: FitContext<TableInput>,
): Promise<FittedModel<TableInput>> {
  const { C: c, max_iter: passes } = resolveParams(logisticRegressionParams, values);
  checkTable(x, y);
  const { columnNames } = x;
  const numClasses = y.classes.length;
  const { standardiser, rows, held } = await standardise(x, context);
  const shape = linearShape({
    numColumns: standardiser.numColumns,
    numClasses,
    severalLabels: y.memberships !== undefined,
  });
  const { link, numMargins } = shape;
  const numWeights = numMargins * (standardiser.numColumns + 1);
  const resumed = resume(context.resumeFrom, x, numWeights);

  const loss = createLinearLoss(rows, y, { shape, c: Number(c) });
  const pause = createBreather(context.signal);
  const { point, pairs } = resumed;
  let current: LbfgsState<LinearEvaluation> = { point, pairs, at: await loss(point, pause) };
  const modelOf = (weights: Weights, bestEpoch: number): LinearModel => ({
    classes: y.classes,
    standardiser,
    link,
    numMargins,
    weights,
    bestEpoch,
  });
  const { bestEpoch } = await runEpochs(
    {
      trainer: TRAINER_ID,
      epochs: Number(passes),
      start: resumed.start,
      // scikit-learn's: the penalty alone keeps the weights from learning clips by heart.
      keeps: 'last',
      epochsPerCheckpoint: PASSES_PER_CHECKPOINT,
      examples: x.matrix.rows,
      step: async (_, breathe) => {
        const wait = (): Promise<void> => breathe(0);
        const next = await lbfgsStep(current, (weights) => loss(weights, wait));
        const { point: weights, at } = next ?? current;
        const answers =
          held && (await predictLinear(held.matrix, { weights, shape, numClasses }, wait));
        current = next ?? current;
        const isLast = !next || steepness(at) <= TOLERANCE;
        const score = held && answers ? scoreValidation(answers, held.labels) : null;
        return { train: at.score, validation: score, isLast };
      },
      saveState: () => ({ columnNames, point: current.point, pairs: current.pairs }),
      bestModel: (state) => linearToJson(modelOf(current.point, state.bestEpoch)),
    },
    context,
  );
  return createFitted(modelOf(current.point, bestEpoch));
}

function createFitted(model: LinearModel): FittedModel<TableInput> {
  const { classes, standardiser, weights, link, numMargins, bestEpoch } = model;
  const shape = { link, numMargins, numColumns: standardiser.numColumns };
  return {
    classes,
    bestEpoch,
    predictProba: async (x, signal, onProgress) => {
      const matrix = await standardiser.transform(x, createBreather(signal));
      const answering = createProgressBreather(signal, onProgress);
      return predictLinear(matrix, { weights, shape, numClasses: classes.length }, answering);
    },
    toJSON: () => linearToJson(model),
    // Nothing but memory is held, and the collector owns that.
    dispose: () => undefined,
  };
}

/** Where the checkpoint stands; without one at the beginning, all weights 0. */
function resume(checkpoint: Checkpoint | undefined, x: TableInput, numWeights: number) {
  const weights = v.pipe(
    v.instance(Float64Array),
    v.length(numWeights, `not ${numWeights} weights`),
    v.check((list) => list.every(Number.isFinite), 'weights that are not finite'),
  );
  const pair: v.GenericSchema<unknown, StepPair> = v.object({ step: weights, change: weights });
  const schema = v.object({ point: weights, pairs: v.array(pair) });
  const { start, own } = readCheckpoint(checkpoint, { trainer: TRAINER_ID, schema, x });
  if (own) return { start, ...own };
  return { start, point: new Float64Array(numWeights), pairs: [] };
}
