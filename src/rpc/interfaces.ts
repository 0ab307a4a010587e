// The typed interface of each worker: what the page may ask, and what comes back.
// Both ends import it: `workers/*.ts` implement it, `src/state` calls it through `worker-client.ts`.

import type { AudioInfo } from '../core/audio-types';
import type { EpochRecord, Run, RunConfig } from '../core/run-types';
import type { Clip, Split } from '../core/dataset-types';
import type { AnalysedFile, DecodedPcm } from '../features/analyse-file';
import type { FileWindows } from '../features/extract-windows';
import type { ExtractorId } from '../features/registry';
import type { Checkpoint, ModelJson } from '../trainers/trainer';
import type { TrainingReport } from './training-reporter';

/** One stretch of a file and what the model says of it. */
export interface WindowPrediction {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly probabilities: readonly number[];
}

export interface ClassifiedFile {
  readonly classes: readonly string[];
  /** Mean over the windows, sums to 1. */
  readonly probabilities: readonly number[];
  readonly windows: readonly WindowPrediction[];
  readonly audio: AudioInfo;
}

export interface AnalyseRequest {
  readonly file: Blob;
  readonly extractors: readonly ExtractorId[];
  /** What the page decoded, for a file that the worker cannot decode. */
  readonly pcm: DecodedPcm | null;
}

export interface ExtractWindowsRequest extends AnalyseRequest {
  readonly windowSeconds: number;
}

/** Decodes and extracts; several of these form the pool. */
export interface FeatureWorkerApi {
  /** Hashes, and unless cached decodes, checks, extracts and stores the features under the hash. */
  analyse(request: AnalyseRequest, signal: AbortSignal): Promise<AnalysedFile>;
  /** Cuts a file into windows and extracts each, for classifying one file; nothing is stored. */
  extractWindows(
    request: ExtractWindowsRequest,
    signal: AbortSignal,
    onProgress: (fraction: number) => void,
  ): Promise<FileWindows>;
  /** What the file says about itself, without decoding it. */
  probe(file: Blob): Promise<AudioInfo>;
  /** The whole file as 16-bit WAV, for formats that browsers do not play. */
  toWav(file: Blob, signal: AbortSignal): Promise<ArrayBuffer>;
}

export interface ComputeInfo {
  readonly backend: 'webgpu' | 'webgl' | 'wasm' | 'cpu';
  /** Why this one and not a better one, in words. */
  readonly reason: string;
  /** The device's name as the browser tells it, or "". */
  readonly device: string;
}

export interface TrainingJob {
  readonly runId: string;
  readonly config: RunConfig;
  readonly classes: readonly string[];
  readonly clips: readonly Clip[];
  readonly split: Split;
  readonly resumeFrom: Checkpoint | null;
  /** The epochs up to `resumeFrom`. */
  readonly history: readonly EpochRecord[];
}

export interface TrainingEvents {
  /** Once, for approaches that use the compute device. */
  onCompute(info: ComputeInfo): void;
  /** Several times a second at most. */
  onReport(report: TrainingReport): void;
}

export interface TrainingResult {
  readonly model: ModelJson;
  readonly bestEpoch: number;
  readonly evaluation: NonNullable<Run['evaluation']>;
  readonly timings: NonNullable<Run['timings']>;
  readonly backend: string;
  readonly device: string;
  readonly peakGpuBytes: number | null;
}

/** Owns the compute device: trains and predicts. */
export interface TrainingWorkerApi {
  train(job: TrainingJob, events: TrainingEvents, signal: AbortSignal): Promise<TrainingResult>;
  /** Class probabilities a window, shape [windows][classes]. */
  predictWindows(
    approach: string,
    model: ModelJson,
    windows: FileWindows,
    signal: AbortSignal,
  ): Promise<number[][]>;
}
