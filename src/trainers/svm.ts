// Support vector machine with an RBF kernel on standardised columns: C-SVC, one machine for each two classes, as libsvm and
// scikit-learn's SVC. Probabilities as libsvm makes them (Platt scaling on held-out decisions, pairwise coupling), but from
// the run's seed. An epoch is one value of C. Own code: the ports of libsvm there are fit in one call that hears no stop,
// with chance of their own.

import * as v from 'valibot';
import { takeRows, type Matrix } from '../core/matrix';
import { createRandom } from '../core/random';
import type { ParamValues } from '../core/run-types';
import { checkTable } from './check-table';
import { notResumable, readCheckpoint, runEpochs } from './epoch-loop';
import { resolveParams } from './params';
import { scoreLabels, scoreValidation } from './score-labels';
import { spreadRows } from './spread';
import { standardise } from './standardiser';
import { svmParams, triedC } from './svm-params';
import { trainMachine, type Machine } from './svm/machines';
import { createKernelTable, createRbfRows } from './svm/rbf-kernel';
import { pairsOf, svmFromJson, svmToJson, TRAINER_ID } from './svm/svm-json';
import { keepSupportVectors, predictSvm, type SvmModel } from './svm/svm-model';
import { takeLabels } from './take-labels';
import type { Checkpoint, FitContext, FittedModel, Labels, TableInput, Trainer } from './trainer';
import { createBreather, createProgressBreather } from './trees/breathe';

/** Share of a try that training its machines takes; the scores take the rest. */
const TRAINING_SHARE = 0.95;
/** Training clips that are predicted to score the training. */
const MOST_SCORED = 500;

export const svmTrainer: Trainer<TableInput> = {
  id: TRAINER_ID,
  inputKind: 'table',
  usesTensors: false,
  fit,
  fromJSON: (json) => createFitted(svmFromJson(json)),
};

async function fit(
  x: TableInput,
  y: Labels,
  values: ParamValues,
  context: FitContext<TableInput>,
): Promise<FittedModel<TableInput>> {
  const settings = resolveParams(svmParams, values);
  checkTable(x, y);
  const { columnNames } = x;
  const { classes, indices } = y;
  const { start, best: saved } = resume(context.resumeFrom, x);
  const { standardiser, rows: matrix, held } = await standardise(x, context);
  const rows = createRbfRows(matrix, Number(settings.gamma) * usualGamma(matrix));
  const kernel = createKernelTable(rows);
  const present = [...new Set(indices)].sort((a, b) => a - b);
  const pairs = pairsOf(present);
  const shares = workShares(pairs, indices);
  const sample = spreadRows(matrix.rows, MOST_SCORED);
  const trained = { matrix: takeRows(matrix, sample), labels: takeLabels(y, sample) };
  const tries = held ? Number(settings.tries) : 1;
  const random = createRandom(context.seed).fork(TRAINER_ID);

  let current: SvmModel | null = null;
  let best = saved;
  const { bestEpoch } = await runEpochs(
    {
      trainer: TRAINER_ID,
      epochs: tries,
      start,
      keeps: 'best',
      epochsPerCheckpoint: 1,
      examples: matrix.rows,
      step: async (epoch, breathe) => {
        const scoring = (share: number): Promise<void> =>
          breathe(TRAINING_SHARE + (1 - TRAINING_SHARE) * share);
        const c = triedC(settings, epoch);
        const machines: Machine[] = [];
        for (const [i, pair] of pairs.entries()) {
          const { before, own } = shares[i]!;
          const options = {
            kernel,
            labels: indices,
            c,
            breathe: (done: number) => breathe(TRAINING_SHARE * (before + done * own)),
          };
          machines.push(await trainMachine(pair, random.fork(`pair ${pair.join()}`), options));
        }
        const model: SvmModel = {
          classes,
          standardiser,
          present,
          bestEpoch: epoch,
          ...keepSupportVectors(rows, machines),
        };
        const scores = {
          train: scoreLabels(
            await predictSvm(trained.matrix, model, () => breathe(TRAINING_SHARE)),
            trained.labels,
          ),
          validation:
            held && scoreValidation(await predictSvm(held.matrix, model, scoring), held.labels),
        };
        current = model;
        return scores;
      },
      keepBest: () => (best = current),
      saveState: () => ({ columnNames, best: best && svmToJson(best) }),
      bestModel: () => svmToJson(best!),
    },
    context,
  );
  return createFitted({ ...best!, bestEpoch });
}

function createFitted(model: SvmModel): FittedModel<TableInput> {
  return {
    classes: model.classes,
    bestEpoch: model.bestEpoch,
    predictProba: async (x, signal, onProgress) => {
      const matrix = await model.standardiser.transform(x, createBreather(signal));
      return predictSvm(matrix, model, createProgressBreather(signal, onProgress));
    },
    toJSON: () => svmToJson(model),
    // Nothing but memory is held, and the collector owns that.
    dispose: () => undefined,
  };
}

/** Which part of the work each pair of classes is, and what part comes before it: it grows with the rows squared. */
function workShares(
  pairs: readonly (readonly [number, number])[],
  labels: Int32Array,
): { before: number; own: number }[] {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const works = pairs.map(([a, b]) => (counts.get(a)! + counts.get(b)!) ** 2);
  const total = works.reduce((sum, work) => sum + work, 0);
  let done = 0;
  return works.map((work) => {
    const before = done / total;
    done += work;
    return { before, own: work / total };
  });
}

/** scikit-learn's gamma="scale": 1 / (columns × variance of all values). */
function usualGamma({ data, columns }: Matrix): number {
  const mean = data.reduce((sum, value) => sum + value, 0) / Math.max(1, data.length);
  const variance = data.reduce((sum, x) => sum + (x - mean) ** 2, 0) / Math.max(1, data.length);
  return variance > 0 ? 1 / (columns * variance) : 1;
}

function resume(checkpoint: Checkpoint | undefined, x: TableInput) {
  const schema = v.object({ best: v.unknown() });
  const { start, own } = readCheckpoint(checkpoint, { trainer: TRAINER_ID, schema, x });
  if (!own) return { start, best: null };
  try {
    return { start, best: svmFromJson(own.best) };
  } catch (error) {
    throw notResumable(error);
  }
}
