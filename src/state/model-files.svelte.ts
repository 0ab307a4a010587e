// Models as files: a run's trees as XGBoost's JSON, its network as ONNX and for TensorFlow.js, and XGBoost's JSON as a
// run. A worker reads and writes the files: they can be a hundred megabytes.

import type { Clip } from '$lib/core/dataset-types';
import { hasModel } from '$lib/core/run-model';
import type { Run } from '$lib/core/run-types';
import { titleOf } from '$lib/evaluation/run-basis';
import type { ModelFacts } from '$lib/rpc/interfaces';
import { modelStore } from '$lib/storage/run-store';
import { measuredColumnSets } from '$lib/trainers/match-features';
import { findApproach } from '$lib/trainers/registry';
import { APP_VERSION } from './app-version';
import type { DatasetState } from './dataset.svelte';
import {
  asRun,
  attributesOf,
  matchOf,
  remarks,
  unscored,
  whyNoScore,
  type Match,
} from './imported-run';
import { isKnown, leftOutText } from './left-out';
import { canListen, windowSecondsOf } from './listening';
import { modelFileName } from './model-file-name';
import type { NoticeState } from './notices.svelte';
import type { RunsState } from './runs.svelte';
import { saveFile } from './save-file';
import { scoreImported } from './score-imported';
import { modelWorker } from './workers';

const HEAD_BYTES = 64 * 1024;
/** Nothing but the visitor ends it, and at once. */
const UNTIL_STOPPED = { seconds: Infinity, stopGraceSeconds: 0 };

export interface ModelFilesParts {
  readonly notices: NoticeState;
  readonly dataset: DatasetState;
  readonly runs: RunsState;
}

/** How far the import of a file is. */
export interface ModelReading {
  readonly fileName: string;
  readonly what: string;
}

interface Import {
  readonly file: File;
  readonly signal: AbortSignal;
  tell(what: string): void;
}

interface KeptModel {
  readonly facts: ModelFacts;
  readonly run: Run;
  readonly match: Match;
  /** What it can be scored on. */
  readonly known: readonly Clip[];
}

export function isJson({ name }: File): boolean {
  return /\.json$/i.test(name);
}

/** XGBoost's JSON, or a zip with a network as ONNX and for TensorFlow.js. */
export type ModelFormat = 'xgboost' | 'network';

/** What a network is, in a line. */
function networkTitle({ config, dataset, createdAt }: Run): string {
  const approach = findApproach(config.approach)?.shortTitle ?? config.approach;
  return `${approach} trained on ${titleOf(dataset)}, ${createdAt.slice(0, 10)}`;
}

export class ModelFilesState {
  reading = $state.raw<ModelReading | null>(null);
  readonly #parts: ModelFilesParts;
  #controller: AbortController | null = null;

  constructor(parts: ModelFilesParts) {
    this.#parts = parts;
  }

  /** What the run's model can be written as. */
  formatOf(run: Run): ModelFormat | null {
    if (!hasModel(run)) return null;
    switch (findApproach(run.config.approach)?.trainer) {
      case 'boosted-trees':
        return 'xgboost';
      case 'cnn':
        return 'network';
      default:
        return null;
    }
  }

  /** The run's model as a file of that format. */
  async exportModel(run: Run, format: ModelFormat): Promise<void> {
    try {
      const unsaved = modelStore.unsaved(run.id);
      if (format === 'xgboost') {
        const options = { attributes: attributesOf(run) };
        const file = await modelWorker.run((api) => api.writeXgboost(run.id, unsaved, options));
        saveFile(modelFileName(run), file);
      } else {
        const { trainingCard } = await import('$lib/reports/cnn-export/training-card');
        const facts = {
          title: networkTitle(run),
          appVersion: APP_VERSION,
          training: trainingCard(run),
          liveStretchSeconds: windowSecondsOf(run),
          thresholds: run.evaluation?.multiLabel?.thresholds,
          createdAt: Date.parse(run.createdAt),
        };
        const file = await modelWorker.run((api) => api.writeCnn(run.id, unsaved, facts));
        saveFile(modelFileName(run, 'zip'), file, 'application/zip');
      }
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

  /** The file as a finished run, chosen on the Live stage; a notice says why it cannot be one. */
  async importXgboost(file: File): Promise<void> {
    this.stop(); // another file takes over
    const controller = (this.#controller = new AbortController());
    const { signal } = controller;
    const tell = (what: string): void => {
      if (!signal.aborted) this.reading = { fileName: file.name, what };
    };
    const written: string[] = [];
    try {
      await this.#import({ file, signal, tell }, written);
    } catch (error) {
      for (const runId of written) await modelStore.delete(runId);
      if (!signal.aborted) this.#parts.notices.showError(error);
    } finally {
      if (this.#controller === controller) this.reading = null;
    }
  }

  /** Ends the import; nothing of the model is kept. */
  stop(): void {
    this.#controller?.abort();
    this.reading = null;
  }

  async #import(work: Import, written: string[]): Promise<void> {
    const { runs, notices } = this.#parts;
    const { file, signal, tell } = work;
    const { current } = this.#parts.dataset;
    const { facts, run, match, known } = await this.#keep(work, written);
    tell(known.length > 0 ? 'Scoring it on the clips here' : 'Keeping it');
    const { evaluation, problem } =
      known.length > 0
        ? await scoreImported(run, { clips: known, table: current?.table, signal })
        : { evaluation: null, problem: whyNoScore(match, current) };
    signal.throwIfAborted();
    const finished = evaluation ? { ...run, evaluation } : unscored(run);
    await runs.put(finished);
    runs.select(finished.id);
    const text = [
      canListen(finished)
        ? `${file.name} can be used now and is chosen on the Live stage.`
        : `${file.name} can be used now and is chosen on the Compare stage.`,
      ...remarks(facts, finished, leftOutText(match.dataset?.clips ?? [], finished.classes)),
      problem,
    ];
    notices.show({ level: 'info', code: 'model-imported', text: text.join(' ').trim() });
  }

  /** Has the worker read the file and keep its model, under the id of the run that it becomes. */
  #keep({ file, signal, tell }: Import, written: string[]): Promise<KeptModel> {
    const { current, genres } = this.#parts.dataset;
    tell('Reading the model');
    return modelWorker.run(
      async (api) => {
        const facts = await api.readXgboost(file, { classNames: genres });
        const match = matchOf(facts, await measuredColumnSets(), current);
        const known = (match.dataset?.clips ?? []).filter((clip) => isKnown(clip, facts.classes));
        const run = asRun({ facts, match, fileName: file.name, test: known });
        signal.throwIfAborted();
        tell('Keeping the model');
        written.push(run.id);
        const { features, columnNames, places } = match;
        await api.keep(run.id, { features, columnNames, places });
        return { facts, run, match, known };
      },
      { ...UNTIL_STOPPED, signal },
    );
  }
}
