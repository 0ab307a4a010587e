// The Live stage: one file, one trained model, what the model says of each stretch.

import { proxy } from 'comlink';
import { EarmarkError, isAbort, toEarmarkError, type ErrorRecord } from '$lib/core/errors';
import type { Run } from '$lib/core/run-types';
import type { FileWindows } from '$lib/features/extract-windows';
import type { ClassifiedFile } from '$lib/rpc/interfaces';
import { modelStore } from '$lib/storage/run-store';
import { findApproach, type Approach } from '$lib/trainers/registry';
import { withPageDecoder } from './analyse-blob';
import { playableUrl } from './player';
import type { RunsState } from './runs.svelte';
import { endingLostWorker } from './train-in-worker';
import { featurePool, trainingWorker } from './workers';

export type LiveStatus =
  | { readonly phase: 'idle' }
  | { readonly phase: 'running'; readonly what: string; readonly fraction: number }
  | { readonly phase: 'done'; readonly fileName: string; readonly result: ClassifiedFile }
  | { readonly phase: 'failed'; readonly fileName: string; readonly error: ErrorRecord };

export class LiveState {
  status = $state.raw<LiveStatus>({ phase: 'idle' });
  /** Plays the classified file. */
  audioUrl = $state<string | null>(null);
  #chosenId = $state<string | null>(null);

  readonly #runs: RunsState;
  readonly models = $derived.by((): readonly Run[] =>
    this.#runs.list.filter((run) => run.status === 'done' && findApproach(run.config.approach)),
  );
  #controller: AbortController | null = null;

  constructor(runs: RunsState) {
    this.#runs = runs;
  }

  /** The chosen model's run; the newest one until another is chosen. */
  get runId(): string | null {
    const chosen = this.models.find((run) => run.id === this.#chosenId);
    return (chosen ?? this.models[0])?.id ?? null;
  }

  set runId(id: string | null) {
    this.#chosenId = id;
  }

  async classify(file: File): Promise<void> {
    this.#controller?.abort();
    const controller = new AbortController();
    this.#controller = controller;
    const { signal } = controller;
    this.#releaseAudio();
    try {
      const result = await this.#classify(file, signal);
      this.audioUrl = await playableUrl(file, result.audio.format, signal);
      this.status = { phase: 'done', fileName: file.name, result };
    } catch (error) {
      if (this.#controller !== controller) return; // another file took over
      this.status =
        isAbort(error) || signal.aborted
          ? { phase: 'idle' }
          : { phase: 'failed', fileName: file.name, error: toEarmarkError(error).record };
    }
  }

  stop(): void {
    this.#controller?.abort();
  }

  async #classify(file: File, signal: AbortSignal): Promise<ClassifiedFile> {
    const run = this.runId === null ? null : this.#runs.get(this.runId);
    const approach = run && findApproach(run.config.approach);
    const model = run && (await modelStore.get(run.id));
    if (!run || !approach || !model) {
      throw new EarmarkError('model-incompatible', 'a run whose model is gone');
    }
    this.status = { phase: 'running', what: 'Listening to the file', fraction: 0 };
    const windows = await this.#extract(file, approach, signal);
    signal.throwIfAborted();
    this.status = { phase: 'running', what: 'Asking the model', fraction: 0.95 };
    const probabilities = await endingLostWorker(() =>
      trainingWorker.call((api) => api.predictWindows(run.config.approach, model, windows, signal)),
    );
    return summarise(model.classes, windows, probabilities);
  }

  #extract(file: File, approach: Approach, signal: AbortSignal): Promise<FileWindows> {
    const { features, windowSeconds } = approach;
    const onProgress = proxy((fraction: number) => {
      if (signal.aborted) return;
      this.status = { phase: 'running', what: 'Listening to the file', fraction: fraction * 0.95 };
    });
    return withPageDecoder(featurePool, file, (pcm) =>
      featurePool.run((api) =>
        api.extractWindows({ file, extractors: features, windowSeconds, pcm }, signal, onProgress),
      ),
    );
  }

  #releaseAudio(): void {
    if (this.audioUrl !== null) URL.revokeObjectURL(this.audioUrl);
    this.audioUrl = null;
  }
}

/** The whole file's probabilities are the mean over its windows, each weighted by its length. */
function summarise(
  classes: readonly string[],
  { audio, windows }: FileWindows,
  probabilities: readonly (readonly number[])[],
): ClassifiedFile {
  const total = windows.reduce((sum, window) => sum + window.endSeconds - window.startSeconds, 0);
  const mean = classes.map((_, index) =>
    windows.reduce((sum, { startSeconds, endSeconds }, window) => {
      const share = (endSeconds - startSeconds) / total;
      return sum + share * (probabilities[window]?.[index] ?? 0);
    }, 0),
  );
  return {
    classes,
    probabilities: mean,
    audio,
    windows: windows.map(({ startSeconds, endSeconds }, window) => ({
      startSeconds,
      endSeconds,
      probabilities: probabilities[window] ?? [],
    })),
  };
}
