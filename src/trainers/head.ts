// A head on cached embeddings: a small network trained with tfjs-core operations alone (`head/network.ts`), or prototypes
// (`head/prototypes.ts`). Inputs are standardised by the training clips, and that is part of the model.

import { EarmarkError } from '../core/errors';
import { checkTable } from './check-table';
import { runEpochs } from './epoch-loop';
import { startOfPrototypes } from './head/checkpoint';
import { fitNetwork, type HeadTask } from './head/fit';
import { predictModel, TRAINER_ID, type HeadModel } from './head/model';
import { headFromJson, headToJson } from './head/model-json';
import { fitPrototypes, predictPrototypes } from './head/prototypes';
import { headParams, type HeadParams } from './head-params';
import { namingFailures } from './naming-failures';
import { resolveParams } from './params';
import { scoreLabels, scoreValidation } from './score-labels';
import { standardise } from './standardiser';
import type { FittedModel, TableInput, Trainer } from './trainer';
import { createBreather, createProgressBreather } from './trees/breathe';

export const headTrainer: Trainer<TableInput> = {
  id: TRAINER_ID,
  inputKind: 'table',
  usesTensors: true,
  fitsMultiLabel: true,
  fit: async (x, y, values, context) => {
    const params = resolveParams(headParams, values) as unknown as HeadParams;
    checkTable(x, y);
    const inputs = await standardise(x, context);
    if (inputs.standardiser.numColumns === 0) {
      throw new EarmarkError('features-missing', 'columns without a single value');
    }
    const task = { x, y, params, inputs, context };
    const fit = (): Promise<HeadModel> =>
      params.head === 'prototypes' ? fitPrototypeModel(task) : fitNetwork(task);
    return fitted(await namingFailures(fit, context.signal));
  },
  fromJSON: (json) => fitted(headFromJson(json)),
};

/** One epoch, which is all there is to it. */
async function fitPrototypeModel({ x, y, inputs, context }: HeadTask): Promise<HeadModel> {
  const { standardiser, rows, held } = inputs;
  const { fingerprint, signal, onProgress } = context;
  const start = startOfPrototypes(x, context);
  const fitting = createProgressBreather(signal, (share) => onProgress?.(0.9 * share));
  const { prototypes, train } = await fitPrototypes(rows, y, held, fitting);
  const model: HeadModel = { classes: y.classes, standardiser, bestEpoch: 1, prototypes };
  await runEpochs(
    {
      trainer: TRAINER_ID,
      epochs: 1,
      start,
      keeps: 'last',
      epochsPerCheckpoint: 1,
      examples: rows.rows,
      step: async (_, breathe) => {
        const answers = held && (await predictPrototypes(prototypes, held.matrix, breathe));
        const validation = held && answers && scoreValidation(answers, held.labels);
        return { train: scoreLabels(train, y), validation };
      },
      saveState: () => ({
        ...{ columnNames: x.columnNames, prototypes: true },
        ...(fingerprint !== undefined && { fingerprint }),
      }),
      bestModel: () => headToJson(model),
    },
    { ...context, ...(onProgress && { onProgress: (share) => onProgress(0.9 + 0.1 * share) }) },
  );
  return model;
}

/** Holds arrays only: tensors live as long as one call of `predictProba`. */
function fitted(model: HeadModel): FittedModel<TableInput> {
  return {
    classes: model.classes,
    bestEpoch: model.bestEpoch,
    predictProba: async (x, signal, onProgress) => {
      const rows = await model.standardiser.transform(x, createBreather(signal));
      const breathe = createProgressBreather(signal, onProgress);
      return namingFailures(() => predictModel(model, rows, breathe), signal);
    },
    toJSON: () => headToJson(model),
    dispose: () => undefined,
  };
}
