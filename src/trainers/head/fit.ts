// Training the head's network from start to end: epochs of batches, validation, the best epoch, early stopping.

import * as tf from '@tensorflow/tfjs-core';
import { EarmarkError } from '../../core/errors';
import { createMatrix } from '../../core/matrix';
import { createRandom } from '../../core/random';
import { runEpochs } from '../epoch-loop';
import type { HeadParams } from '../head-params';
import { learningRateAt, watchPlateau } from '../schedule';
import type { Score } from '../score';
import { scoreValidation } from '../score-labels';
import type { LabelledRows, standardise } from '../standardiser';
import type { FitContext, Labels, TableInput } from '../trainer';
import { createBatchMaker, epochRows, stepsPerEpoch, type BatchArrays } from './batches';
import { startingPoint, type HeadTraining } from './checkpoint';
import { HeadDevice } from './device';
import type { HeadConfig } from './layout';
import { TRAINER_ID, type HeadModel } from './model';
import { headToJson } from './model-json';
import { scoreStep } from './score-steps';

/** A checkpoint an epoch: epochs are short, and so is what it holds. */
const EPOCHS_PER_CHECKPOINT = 1;
/** Most steps that are sent ahead of the device, which has little to do in each. */
const STEPS_AHEAD = 16;

export interface HeadTask {
  readonly x: TableInput;
  readonly y: Labels;
  readonly params: HeadParams;
  readonly inputs: Awaited<ReturnType<typeof standardise>>;
  readonly context: FitContext<TableInput>;
}

type Breathe = (share: number) => Promise<void>;

export async function fitNetwork({ x, y, params, inputs, context }: HeadTask): Promise<HeadModel> {
  const { standardiser, rows, held } = inputs;
  const config: HeadConfig = {
    head: params.head === 'linear' ? 'linear' : 'mlp',
    numColumns: standardiser.numColumns,
    hiddenUnits: params.head === 'linear' ? 0 : params.hiddenUnits,
    numClasses: y.classes.length,
    link: y.memberships ? 'sigmoid' : 'softmax',
  };
  const { start, training } = startingPoint(config, x, context);
  let state = training;
  const { fingerprint } = context;
  const modelOf = (bestEpoch: number): HeadModel => {
    if (!state.best) throw new EarmarkError('run-not-resumable', 'a run without a finished epoch');
    const network = { config, ...state.best };
    return { classes: y.classes, standardiser, bestEpoch, network };
  };
  const device = new HeadDevice(config, state, context.device);
  const heldRows = held && tf.tensor2d(held.matrix.data, [held.matrix.rows, held.matrix.columns]);
  const learner = createLearner({ device, params, y, rows, context });
  try {
    const { bestEpoch } = await runEpochs(
      {
        trainer: TRAINER_ID,
        epochs: params.epochs,
        start,
        keeps: 'best',
        patience: params.patience,
        epochsPerCheckpoint: EPOCHS_PER_CHECKPOINT,
        examples: rows.rows,
        batchSize: Math.min(params.batchSize, rows.rows),
        step: async (epoch, breathe) => {
          const { train, step } = await learner(epoch, state, breathe);
          const numbers = await device.read();
          const validation = held && heldRows && (await validate(device, heldRows, held));
          const plateau = watchPlateau(state.plateau, (validation ?? train).loss);
          state = { ...state, ...numbers, step, plateau };
          return { train, validation };
        },
        keepBest: () => {
          const { weights, statistics } = state;
          state = { ...state, best: { weights, statistics } };
        },
        saveState: () => ({
          ...state,
          ...{ config, columnNames: x.columnNames },
          ...(fingerprint !== undefined && { fingerprint }),
        }),
        bestModel: (standing) => headToJson(modelOf(standing.bestEpoch)),
      },
      context,
    );
    return modelOf(bestEpoch);
  } finally {
    device.dispose();
    heldRows?.dispose();
  }
}

interface Learner extends Pick<HeadTask, 'params' | 'y' | 'context'> {
  readonly device: HeadDevice;
  readonly rows: LabelledRows['matrix'];
}

/** Learns from every training row once; returns how that went, and how many steps there were so far. */
function createLearner({ device, params, y, rows, context }: Learner) {
  const makeBatch = createBatchMaker({ matrix: rows, labels: y, params });
  const totalSteps = stepsPerEpoch(rows.rows, params.batchSize) * params.epochs;
  return async (
    epoch: number,
    { step: before, plateau }: HeadTraining,
    breathe: Breathe,
  ): Promise<{ train: Score; step: number }> => {
    const random = createRandom(context.seed).fork(`epoch-${epoch}`);
    const steps = epochRows(rows.rows, params.batchSize, random.fork('order'));
    const sent: { batch: BatchArrays; logits: Promise<Float32Array> }[] = [];
    const sum = { loss: 0, accuracy: 0 };
    const confirm = async (): Promise<void> => {
      const { batch, logits } = sent.shift()!;
      const score = scoreStep(await logits, batch, y);
      if (!Number.isFinite(score.loss)) {
        throw new EarmarkError('training-diverged', `a loss of ${score.loss} in epoch ${epoch}`);
      }
      const share = batch.rows.length / rows.rows;
      sum.loss += share * score.loss;
      sum.accuracy += share * score.accuracy;
    };
    let step = before;
    for (const [i, chosen] of steps.entries()) {
      await breathe(i / steps.length);
      step++;
      const batch = makeBatch(chosen, random.fork(`step-${i}`));
      const learningRate = learningRateAt(params, { step, totalSteps, plateau });
      const { dropout, weightDecay } = params;
      const options = { learningRate, dropout, weightDecay, step };
      sent.push({ batch, ...(await device.step(batch, options)) });
      if (sent.length >= STEPS_AHEAD) await confirm();
    }
    while (sent.length > 0) await confirm();
    return { train: sum, step };
  };
}

async function validate(
  device: HeadDevice,
  x: tf.Tensor2D,
  { matrix, labels }: LabelledRows,
): Promise<Score> {
  const answers = await device.predict(x);
  return scoreValidation(createMatrix(matrix.rows, labels.classes.length, answers), labels);
}
