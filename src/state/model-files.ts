// Models as files: a run's trees as XGBoost's JSON, and such a file as a run. What reads and writes the format is
// loaded when it is needed.

import type { Clip } from '$lib/core/dataset-types';
import { EarmarkError, tellError, toEarmarkError } from '$lib/core/errors';
import { hasModel } from '$lib/core/run-model';
import type { Evaluation, Run } from '$lib/core/run-types';
import { featureColumns } from '$lib/datasets/tables/table-dataset';
import { modelStore } from '$lib/storage/run-store';
import { arrangeColumns, measuredColumnSets } from '$lib/trainers/match-features';
import { findApproach } from '$lib/trainers/registry';
import type { XgboostEnsemble } from '$lib/trainers/trees/xgboost-json/read';
import type { DatasetState } from './dataset.svelte';
import {
  asRun,
  FEATURES_ATTRIBUTE,
  isKnown,
  matchOf,
  remarks,
  unscored,
  type Match,
} from './imported-run';
import type { LiveState } from './live.svelte';
import type { NoticeState } from './notices.svelte';
import type { RunsState } from './runs.svelte';
import { saveFile } from './save-file';
import { endingLostWorker } from './train-in-worker';
import { trainingWorker } from './workers';

const HEAD_BYTES = 64 * 1024;

export interface ModelFilesParts {
  readonly notices: NoticeState;
  readonly dataset: DatasetState;
  readonly runs: RunsState;
  readonly live: LiveState;
}

export function isJson({ name }: File): boolean {
  return /\.json$/i.test(name);
}

export class ModelFilesState {
  readonly #parts: ModelFilesParts;

  constructor(parts: ModelFilesParts) {
    this.#parts = parts;
  }

  canExportXgboost(run: Run): boolean {
    if (!hasModel(run)) return false;
    return findApproach(run.config.approach)?.trainer === 'boosted-trees';
  }

  async exportXgboost(run: Run): Promise<void> {
    try {
      const model = await modelStore.get(run.id);
      if (!model) throw new EarmarkError('model-incompatible', 'a run whose model is gone');
      const [{ ensembleFromJson }, { toXgboostJson }] = await Promise.all([
        import('$lib/trainers/trees/model-json'),
        import('$lib/trainers/trees/xgboost-json/write'),
      ]);
      const features = String(run.config.params['features'] ?? '');
      const text = toXgboostJson(ensembleFromJson(model), {
        attributes: { [FEATURES_ATTRIBUTE]: features },
      });
      saveFile(`${run.config.approach}-${run.createdAt.slice(0, 10)}.json`, text);
    } catch (error) {
      this.#parts.notices.showError(error);
    }
  }

  /** Imports a file that came alone and looks like a model; false for anything else. */
  async take(files: readonly File[]): Promise<boolean> {
    const [file, ...others] = files;
    if (!file || others.length > 0 || !isJson(file)) return false;
    if (!/"learner"|"gradient_booster"/.test(await file.slice(0, HEAD_BYTES).text())) return false;
    await this.importXgboost(file);
    return true;
  }

  /** The file as a finished run, chosen on the Live stage; null (and a notice) where it cannot be one. */
  async importXgboost(file: File): Promise<Run | null> {
    const { runs, live, notices } = this.#parts;
    try {
      const { ensemble, match } = await this.#read(file);
      const clips = match.dataset?.clips ?? [];
      const known = clips.filter((clip) => isKnown(clip, ensemble.classes));
      const { ensembleToJson } = await import('$lib/trainers/trees/model-json');
      const run = asRun({ ensemble, match, fileName: file.name, test: known });
      await modelStore.set(run.id, ensembleToJson(ensemble));
      const { evaluation, problem } = await this.#evaluate(run, known);
      const finished = evaluation ? { ...run, evaluation } : unscored(run);
      await runs.put(finished);
      runs.select(finished.id);
      live.runId = finished.id;
      const text = [
        `${file.name} can be used now and is chosen on the Live stage.`,
        ...remarks(ensemble, finished),
        problem,
      ];
      notices.show({ level: 'info', code: 'model-imported', text: text.join(' ').trim() });
      return finished;
    } catch (error) {
      notices.showError(error);
      return null;
    }
  }

  async #read(file: File): Promise<{ ensemble: XgboostEnsemble; match: Match }> {
    const { fromXgboostJson, MAX_MODEL_BYTES } =
      await import('$lib/trainers/trees/xgboost-json/read');
    if (file.size > MAX_MODEL_BYTES) {
      throw new EarmarkError('model-file-too-large', `${Math.round(file.size / 1e6)} MB`);
    }
    const { genres } = this.#parts.dataset;
    const ensemble = fromXgboostJson(await file.text(), { classNames: genres });
    const match = matchOf(ensemble, await measuredColumnSets(), this.#parts.dataset.current);
    return { ensemble: arrangeColumns(ensemble, match), match };
  }

  /** The score on the run's clips, or why there is none. */
  async #evaluate(
    { id: runId, config, classes, split }: Run,
    clips: readonly Clip[],
  ): Promise<{ evaluation: Evaluation | null; problem: string }> {
    const table = this.#parts.dataset.current?.table;
    if (clips.length === 0) {
      return {
        evaluation: null,
        problem: 'It has no score: no clip here is of one of its genres.',
      };
    }
    const question = {
      ...{ runId, config, classes, clips, split },
      table: table && { tableId: table.id, ...featureColumns(table.columns) },
    };
    try {
      const evaluation = await endingLostWorker(() =>
        trainingWorker.call((api) => api.evaluate(question, new AbortController().signal)),
      );
      return { evaluation, problem: '' };
    } catch (error) {
      const { record } = toEarmarkError(error);
      return { evaluation: null, problem: `It has no score yet: ${tellError(record)}` };
    }
  }
}
