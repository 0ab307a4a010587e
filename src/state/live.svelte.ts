// The Live stage: one file, one trained model, what the model says of each stretch.

import { proxy, transfer } from 'comlink';
import type { AudioInfo } from '$lib/core/audio-types';
import { EarmarkError, isAbort, toEarmarkError, type ErrorRecord } from '$lib/core/errors';
import { hasModel } from '$lib/core/run-model';
import type { Run } from '$lib/core/run-types';
import type { FileWindow } from '$lib/features/extract-windows';
import { extractorsAmong } from '$lib/features/registry';
import { Handover } from '$lib/rpc/handover';
import type {
  ClassifiedFile,
  ExtractWindowsRequest,
  WindowPrediction,
  WindowSource,
} from '$lib/rpc/interfaces';
import { buffersOf } from '$lib/rpc/transfer';
import { modelStore } from '$lib/storage/run-store';
import { findApproach } from '$lib/trainers/registry';
import type { BackbonesState } from './backbones.svelte';
import { backboneOf, withEmbeddings } from './hear-live';
import { moved, withPageDecoder } from './analyse-blob';
import { canListen, windowSecondsOf } from './listening';
import { playableUrl } from './player';
import type { RunsState } from './runs.svelte';
import { endingLostWorker } from './train-in-worker';
import { featurePool, trainingWorker } from './workers';

/** Share of the progress bar for decoding and extracting; the model is asked meanwhile. */
const LISTENING_SHARE = 0.95;
/** A window takes seconds at most; a worker without progress for this long is lost. */
const STALL_SECONDS = 120;

const LISTENING = 'Listening to the file';

export type LiveStatus =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'running';
      readonly fileName: string;
      readonly what: string;
      readonly fraction: number;
    }
  | { readonly phase: 'stopped'; readonly fileName: string }
  | {
      readonly phase: 'done';
      readonly fileName: string;
      readonly result: ClassifiedFile;
      /** Whose model answered. */
      readonly run: Run;
    }
  | { readonly phase: 'failed'; readonly fileName: string; readonly error: ErrorRecord };

interface Listening {
  readonly handover: Handover<readonly FileWindow[]>;
  readonly signal: AbortSignal;
  readonly report: (what: string, fraction: number) => void;
  /** Adds what the feature workers do not measure. */
  readonly complete: (windows: readonly FileWindow[]) => Promise<readonly FileWindow[]>;
}

export class LiveState {
  status = $state.raw<LiveStatus>({ phase: 'idle' });
  /** Plays the classified file. */
  audioUrl = $state<string | null>(null);

  readonly #runs: RunsState;
  readonly #backbones: BackbonesState;
  readonly #finished = $derived.by((): readonly Run[] =>
    this.#runs.list.filter((run) => hasModel(run) && findApproach(run.config.approach)),
  );
  readonly models = $derived(this.#finished.filter(canListen));
  /** Models whose columns only their table has: nothing measures them of a recording. */
  readonly deafModels = $derived(this.#finished.length - this.models.length);
  #controller: AbortController | null = null;
  /** The recording asked about last. */
  #file: File | null = null;

  constructor(runs: RunsState, backbones: BackbonesState) {
    this.#runs = runs;
    this.#backbones = backbones;
  }

  /** The run that is looked at; the newest that can listen where that one cannot. */
  get runId(): string | null {
    const chosen = this.models.find((run) => run.id === this.#runs.selectedId);
    return (chosen ?? this.models[0])?.id ?? null;
  }

  choose(id: string): void {
    this.#runs.select(id);
  }

  async classify(file: File): Promise<void> {
    this.#controller?.abort();
    this.#file = file;
    const controller = new AbortController();
    this.#controller = controller;
    const { signal } = controller;
    this.#releaseAudio();
    try {
      const { run, result } = await this.#classify(file, signal);
      this.audioUrl = await playableUrl(file, result.audio.format, signal);
      this.status = { phase: 'done', fileName: file.name, result, run };
    } catch (error) {
      if (this.#controller !== controller) return; // another file took over
      this.status =
        isAbort(error) || signal.aborted
          ? { phase: 'stopped', fileName: file.name }
          : { phase: 'failed', fileName: file.name, error: toEarmarkError(error).record };
    }
  }

  /** Asks the chosen model about the same recording. */
  async again(): Promise<void> {
    if (this.#file) await this.classify(this.#file);
  }

  stop(): void {
    this.#controller?.abort();
  }

  async #classify(file: File, signal: AbortSignal): Promise<{ run: Run; result: ClassifiedFile }> {
    const run = this.runId === null ? null : this.#runs.get(this.runId);
    const approach = run && findApproach(run.config.approach);
    const model = run && (await modelStore.get(run.id));
    if (!run || !approach || !model) {
      throw new EarmarkError('model-incompatible', 'a run whose model is gone');
    }
    const windowSeconds = windowSecondsOf(run);
    const features = approach.features(run.config);
    const extractors = extractorsAmong(features);
    const backbone = backboneOf(run.config);
    const hearing = backbone && this.#backbones.get(backbone).contract;
    const report = (what: string, fraction: number): void => {
      if (!signal.aborted) this.status = { phase: 'running', fileName: file.name, what, fraction };
    };
    report(LISTENING, 0);
    const handover = new Handover<readonly FileWindow[]>();
    signal.addEventListener('abort', () => handover.breakOff(), { once: true });
    const [audio, windows] = await Promise.all([
      breakingOff(handover, async () => {
        const request = { file, extractors, windowSeconds, ...(hearing && { hearing }) };
        const complete = (windows: readonly FileWindow[]) =>
          withEmbeddings(windows, features, run.config, signal);
        const info = await this.#extract(request, { handover, signal, report, complete });
        handover.end();
        report('Asking the model', LISTENING_SHARE);
        return info;
      }),
      breakingOff(handover, () =>
        endingLostWorker(() =>
          trainingWorker.call((api) =>
            api.predictWindows(run.config, model, sourceOf(handover), signal),
          ),
        ),
      ),
    ]);
    return { run, result: summarise(model.classes, audio, windows) };
  }

  /** Gives the file's windows to the handover as they come. */
  #extract(
    request: Omit<ExtractWindowsRequest, 'pcm'>,
    { handover, signal, report, complete }: Listening,
  ): Promise<AudioInfo> {
    return withPageDecoder({ pool: featurePool, file: request.file }, (pcm) =>
      featurePool.run(
        (api, patience) => {
          const listener = proxy({
            onProgress: (fraction: number) => {
              patience.restart();
              report(LISTENING, fraction * LISTENING_SHARE);
            },
            onWindows: async (windows: readonly FileWindow[]) => {
              patience.suspend();
              await handover.give(await complete(windows));
              patience.restart();
            },
          });
          return api.extractWindows(moved({ ...request, pcm }), listener, signal);
        },
        { seconds: STALL_SECONDS, signal },
      ),
    );
  }

  #releaseAudio(): void {
    if (this.audioUrl !== null) URL.revokeObjectURL(this.audioUrl);
    this.audioUrl = null;
  }
}

/** Tells the other side when this one fails, so that it does not wait for ever. */
async function breakingOff<Result>(
  handover: Handover<readonly FileWindow[]>,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    handover.breakOff();
    throw error;
  }
}

function sourceOf(handover: Handover<readonly FileWindow[]>): WindowSource {
  return proxy({
    next: async () => {
      const windows = await handover.next();
      return windows && transfer(windows, buffersOf(windows));
    },
  });
}

/** The whole file's probabilities are the mean over its windows, each weighted by its length. */
function summarise(
  classes: readonly string[],
  audio: AudioInfo,
  windows: readonly WindowPrediction[],
): ClassifiedFile {
  const total = windows.reduce((sum, window) => sum + window.endSeconds - window.startSeconds, 0);
  const probabilities = classes.map((_, index) =>
    windows.reduce((sum, { startSeconds, endSeconds, probabilities: ofWindow }) => {
      const share = (endSeconds - startSeconds) / total;
      return sum + share * (ofWindow[index] ?? 0);
    }, 0),
  );
  return { classes, probabilities, audio, windows };
}
