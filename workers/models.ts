// The model worker: reads models from other programs into storage, and writes kept ones for them.

import { EarmarkError } from '../src/core/errors';
import { LOG_MEL } from '../src/features/log-mel-settings';
import type { ModelWorkerApi } from '../src/rpc/interfaces';
import { serveWorker } from '../src/rpc/worker-server';
import { modelStore } from '../src/storage/run-store';
import { arrangeColumns } from '../src/trainers/trees/arrange-columns';
import type { ModelJson } from '../src/trainers/trainer';
import { ensembleFromJson, ensembleToJson, type Ensemble } from '../src/trainers/trees/model-json';
import { readXgboostFile, type XgboostEnsemble } from '../src/trainers/trees/xgboost-json/read';
import { toXgboostJson } from '../src/trainers/trees/xgboost-json/write';
import { requireJson } from './model-file-kind';

/** Between reading and keeping: the page has only a few facts of it. */
let lastRead: XgboostEnsemble | null = null;

const api: ModelWorkerApi = {
  async readXgboost(file, options) {
    await requireJson(file);
    lastRead = await readXgboostFile(file, options);
    const { trees, treeGroups: _, ...facts } = lastRead;
    return { ...facts, numTrees: trees.length };
  },

  async keep(runId, columns) {
    if (!lastRead) throw new EarmarkError('model-incompatible', 'no model that was read');
    const model = ensembleToJson(arrangeColumns(lastRead, columns));
    lastRead = null;
    await modelStore.set(runId, model);
  },

  async adapt(runId, { classes, columns }) {
    const kept = await keptEnsemble(runId);
    const arranged = columns ? arrangeColumns(kept, columns) : kept;
    const model = ensembleToJson({ ...arranged, classes: classes ?? kept.classes });
    ensembleFromJson(model); // throws before anything is written
    if (classes || columns) {
      if (!(await modelStore.has(runId))) throw modelGone(); // deleted since it was read
      await modelStore.set(runId, model);
    }
    return arranged.columnNames;
  },

  async writeXgboost(runId, unsaved, options) {
    const trees = unsaved ? ensembleFromJson(unsaved) : await keptEnsemble(runId);
    const text = toXgboostJson(trees, options);
    return new Blob([text], { type: 'application/json' });
  },

  async writeCnn(runId, unsaved, { createdAt, ...facts }) {
    // Only this needs them: a visitor with trees loads neither.
    const [{ cnnFiles }, { writeZip }] = await Promise.all([
      import('../src/reports/cnn-export/cnn-files'),
      import('../src/storage/write-zip'),
    ]);
    const files = cnnFiles(unsaved ?? (await keptModel(runId)), LOG_MEL, facts);
    return writeZip(files, new Date(createdAt));
  },
};

async function keptEnsemble(runId: string): Promise<Ensemble> {
  return ensembleFromJson(await keptModel(runId));
}

async function keptModel(runId: string): Promise<ModelJson> {
  const model = await modelStore.get(runId);
  if (!model) throw modelGone();
  return model;
}

function modelGone(): EarmarkError {
  return new EarmarkError('model-incompatible', 'a run whose model is gone');
}

serveWorker(api, self.name);
