// k nearest neighbours on standardised columns, as scikit-learn's KNeighborsClassifier (brute force): the most similar
// training clips vote. An epoch is one more neighbour that votes. Own code: a search of every pair is all there is to it.

import * as v from 'valibot';
import type { ParamValues } from '../core/run-types';
import { checkTable } from './check-table';
import { readCheckpoint, runEpochs } from './epoch-loop';
import { nearestNeighboursParams } from './k-nearest-neighbours-params';
import {
  neighboursFromJson,
  neighboursToJson,
  TRAINER_ID,
  type NeighboursModel,
} from './neighbours/neighbours-json';
import { createScorers } from './neighbours/scorers';
import { findNeighbours } from './neighbours/search';
import { countVotes, type Electorate, type Weighting } from './neighbours/votes';
import { resolveParams } from './params';
import { standardise } from './standardiser';
import type { FitContext, FittedModel, Labels, TableInput, Trainer } from './trainer';
import { createBreather, createProgressBreather } from './trees/breathe';

/** All is found before the first epoch; the rest is counting, and a model holds all training clips. */
const EPOCHS_PER_CHECKPOINT = 10;
/** Share of the progress bar that finding the neighbours takes: nearly all the work. */
const SEARCH_SHARE = 0.95;

export const nearestNeighboursTrainer: Trainer<TableInput> = {
  id: TRAINER_ID,
  inputKind: 'table',
  usesTensors: false,
  fitsMultiLabel: true,
  fit,
  fromJSON: (json) => createFitted(neighboursFromJson(json)),
};

async function fit(
  x: TableInput,
  y: Labels,
  values: ParamValues,
  context: FitContext<TableInput>,
): Promise<FittedModel<TableInput>> {
  const { n_neighbors: most, weights } = resolveParams(nearestNeighboursParams, values);
  checkTable(x, y);
  const { columnNames } = x;
  const schema = v.object({});
  const { start } = readCheckpoint(context.resumeFrom, { trainer: TRAINER_ID, schema, x });
  const { standardiser, rows, held } = await standardise(x, context);
  const electorate: Electorate = { labels: y, weighting: weights as Weighting };
  const modelOf = (count: number): NeighboursModel => ({
    standardiser,
    rows,
    labels: y,
    count,
    weighting: electorate.weighting,
  });

  const { onProgress } = context;
  const search = createProgressBreather(context.signal, (found) =>
    onProgress?.(SEARCH_SHARE * found),
  );
  const scorers = await createScorers({
    train: rows,
    electorate,
    validation: held,
    count: Number(most),
    breathe: search,
  });
  const { bestEpoch } = await runEpochs(
    {
      trainer: TRAINER_ID,
      epochs: Number(most),
      start,
      // As many vote as were asked for; the scores of fewer only show what another number would do.
      keeps: 'last',
      epochsPerCheckpoint: EPOCHS_PER_CHECKPOINT,
      examples: x.matrix.rows,
      step: (epoch) =>
        Promise.resolve({
          train: scorers.train(epoch),
          validation: scorers.validation?.(epoch) ?? null,
        }),
      saveState: () => ({ columnNames }),
      bestModel: (state) => neighboursToJson(modelOf(state.bestEpoch)),
    },
    {
      ...context,
      ...(onProgress && {
        onProgress: (share) => onProgress(SEARCH_SHARE + (1 - SEARCH_SHARE) * share),
      }),
    },
  );
  return createFitted(modelOf(bestEpoch));
}

function createFitted(model: NeighboursModel): FittedModel<TableInput> {
  const { standardiser, rows: among, labels, count } = model;
  return {
    classes: labels.classes,
    bestEpoch: count,
    predictProba: async (x, signal, onProgress) => {
      const queries = await standardiser.transform(x, createBreather(signal));
      const breathe = createProgressBreather(signal, onProgress);
      const neighbours = await findNeighbours(queries, { among, count, breathe });
      return countVotes(neighbours, model, { count, numRows: queries.rows });
    },
    toJSON: () => neighboursToJson(model),
    // Nothing but memory is held, and the collector owns that.
    dispose: () => undefined,
  };
}
