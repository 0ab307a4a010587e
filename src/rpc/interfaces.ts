// The typed interface of each worker: what the page may ask, and what comes back.
// Both ends import it: `workers/*.ts` implement it, `src/state` calls it through `worker-client.ts`.

import type { AudioInfo, WaveformPeaks } from '../core/audio-types';
import type { ErrorRecord } from '../core/errors';
import type { EpochRecord, Evaluation, FeatureChoice, Run, RunConfig } from '../core/run-types';
import type { Clip, Split } from '../core/dataset-types';
import type { Variant } from '../core/variant';
import type { ClipExplanation } from '../evaluation/importance/explain';
import type { FeatureImportance } from '../evaluation/importance/importance';
import type { CrossValidationResult, FinishedFold } from '../evaluation/cross-validate';
import type { FeatureColumns } from '../evaluation/table-rows';
import type { Pooling } from '../backbones/pooling';
import type { Hearing } from '../backbones/hear';
import type { HeardClip } from '../backbones/hear-file';
import type { BackboneUse } from '../core/run-types';
import type { TensorData } from '../core/tensor-data';
import type { EmbeddingId } from '../features/embedding-feature';
import type { AnalysedFile, DecodedPcm } from '../features/analyse-file';
import type { FileWindow } from '../features/extract-windows';
import type { ExtractorId } from '../features/registry';
import type { ExportFacts } from '../reports/cnn-export/facts';
import type { ArrangedColumns } from '../trainers/match-features';
import type { Checkpoint, ModelJson } from '../trainers/trainer';
import type { ReadOptions, XgboostEnsemble } from '../trainers/trees/xgboost-json/read';
import type { XgboostJsonOptions } from '../trainers/trees/xgboost-json/write';
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
  /** Augmented versions to extract as well. */
  readonly variants?: readonly Variant[];
}

export interface ExtractWindowsRequest extends Omit<AnalyseRequest, 'variants'> {
  readonly windowSeconds: number;
  /** For a pretrained network as well. */
  readonly hearing?: Hearing;
}

/** Where the windows of a file go as they come. */
export interface WindowListener {
  onProgress(fraction: number): void;
  /** In order, a batch at a time; the worker goes on when it resolves. */
  onWindows(windows: readonly FileWindow[]): Promise<void>;
}

/** Decodes and extracts; several of these form the pool. */
export interface FeatureWorkerApi {
  /** Hashes, and unless cached decodes, checks, extracts and stores the features under the hash. */
  analyse(request: AnalyseRequest, signal: AbortSignal): Promise<AnalysedFile>;
  /** Cuts a file into windows and extracts each, for classifying one file; nothing is stored. */
  extractWindows(
    request: ExtractWindowsRequest,
    listener: WindowListener,
    signal: AbortSignal,
  ): Promise<AudioInfo>;
  /**
   * Hashes, and unless its embeddings are kept decodes, cuts into windows and sends them through the front end.
   * Resolves with the hash; the listener takes one version after the other.
   */
  hear(
    request: HearRequest,
    listener: { onHeard(heard: HeardClip): Promise<void> },
    signal: AbortSignal,
  ): Promise<string>;
  /** What the file says about itself, without decoding it. */
  probe(file: Blob): Promise<AudioInfo>;
  /** The whole file as 16-bit WAV, for formats that browsers do not play. */
  toWav(file: Blob, signal: AbortSignal): Promise<ArrayBuffer>;
  /** The outline of the whole file in `numBuckets` stretches, to be drawn. */
  peaks(file: Blob, numBuckets: number, signal: AbortSignal): Promise<WaveformPeaks>;
}

/** What a pretrained network is to be given of a file. */
export interface HearRequest extends Pick<AnalyseRequest, 'file' | 'pcm' | 'variants'> {
  readonly hearing: Hearing;
  /** What the embeddings are kept under. */
  readonly feature: EmbeddingId;
}

export interface ComputeInfo {
  readonly backend: 'webgpu' | 'webgl' | 'wasm' | 'cpu';
  /** Why this one and not a better one, in words. */
  readonly reason: string;
  /** The device's name as the browser tells it, or "". */
  readonly device: string;
  /** What the backend's own, slower kernels compute because this device got Earmark's wrong, in words. */
  readonly fallbacks: readonly string[];
  /** There is a better one, which the browser refuses for a while; known to the page alone. */
  readonly isBlocked?: boolean;
}

export interface TrainingJob {
  readonly runId: string;
  readonly config: RunConfig;
  readonly classes: readonly string[];
  readonly clips: readonly Clip[];
  readonly split: Split;
  /** Where the clips are rows of a table: what of it is learned from. */
  readonly table?: FeatureColumns | undefined;
  readonly resumeFrom: Checkpoint | null;
  /** The epochs up to `resumeFrom`. */
  readonly history: readonly EpochRecord[];
  /** Of a cross-validation: finished before `resumeFrom`, in order. */
  readonly folds: readonly FinishedFold[];
  /** Of a cross-validation: `splitFingerprint` of the clips that `resumeFrom` learned from. */
  readonly dealt: string | null;
  /** How often the run's device was lost so far, or its worker. */
  readonly deviceLosses: number;
}

export interface TrainingEvents {
  /** Once, for approaches that use the compute device. */
  onCompute(info: ComputeInfo): void;
  /** A fallback was taken: once a code. */
  onNotice(record: ErrorRecord): void;
  /** Several times a second at most. */
  onReport(report: TrainingReport): void;
}

export interface TrainingResult {
  /** What ended it early: the model is the best one until then. */
  readonly problem?: ErrorRecord;
  /** Null for a cross-validation, as its best epoch. */
  readonly model: ModelJson | null;
  readonly bestEpoch: number | null;
  /** Of a cross-validation. */
  readonly folds?: CrossValidationResult['folds'];
  readonly evaluation: NonNullable<Run['evaluation']>;
  /** Of an ensemble. */
  readonly gain?: NonNullable<Run['gain']>;
  readonly timings: NonNullable<Run['timings']>;
  readonly backend: string;
  readonly device: string;
  readonly peakGpuBytes: number | null;
}

/** What of a run's settings its model needs to be asked. */
export type ModelConfig = Pick<RunConfig, 'approach'> & FeatureChoice;

/** The windows of a file, in order; null after the last ones. */
export interface WindowSource {
  next(): Promise<readonly FileWindow[] | null>;
}

/** A finished run whose model is asked. */
export interface ModelQuestion extends Pick<
  TrainingJob,
  'runId' | 'config' | 'classes' | 'clips' | 'split' | 'table'
> {
  /** One that could not be saved; without it the kept one. */
  readonly model?: ModelJson | null;
}

/** Owns the compute device: trains, predicts, and asks models about themselves. */
export interface TrainingWorkerApi {
  /**
   * Starts the compute device and has it compile what such a run's first step needs, ahead of `train`, which ends it.
   * Does nothing for approaches that use no device. Resolves however that went; a newer call ends an older one.
   */
  warmUp(config: ModelConfig, numClasses: number, signal: AbortSignal): Promise<void>;
  train(job: TrainingJob, events: TrainingEvents, signal: AbortSignal): Promise<TrainingResult>;
  /** Asks the source for windows until it gives null. */
  predictWindows(
    config: ModelConfig,
    model: ModelJson,
    source: WindowSource,
    signal: AbortSignal,
  ): Promise<WindowPrediction[]>;
  /** The score of a kept model on the clips of its run's test part. */
  evaluate(
    question: ModelQuestion,
    listener: { onProgress(fraction: number): void },
    signal: AbortSignal,
  ): Promise<Evaluation>;
  /** What the model listens to, asked on clips that it did not learn from. */
  importance(
    question: ModelQuestion,
    listener: { onProgress(fraction: number): void },
    signal: AbortSignal,
  ): Promise<FeatureImportance>;
  /** Why the model says what it says of one clip. @throws EarmarkError `model-not-explainable` */
  explainClip(
    question: ModelQuestion,
    clipId: string,
    signal: AbortSignal,
  ): Promise<ClipExplanation>;
}

/** A model from elsewhere as the page knows it: without its trees, which can be a hundred megabytes. */
export interface ModelFacts extends Omit<XgboostEnsemble, 'trees' | 'treeGroups'> {
  readonly numTrees: number;
}

export interface ModelChanges {
  /** As many as it has. */
  readonly classes?: readonly string[];
  readonly columns?: ArrangedColumns;
}

export interface CnnZipFacts extends ExportFacts {
  /** Milliseconds since 1970: the date of the files. */
  readonly createdAt: number;
}

/** Reads and writes models as other programs keep them. To stop it, end it: parsing hears nothing. */
export interface ModelWorkerApi {
  /** Holds on to the model for `keep`. @throws EarmarkError `model-file-not-json`, or as `readXgboostFile` */
  readXgboost(file: File, options: ReadOptions): Promise<ModelFacts>;
  /** Saves the model that was read last as the run's, with these columns. */
  keep(runId: string, columns: ArrangedColumns): Promise<void>;
  /**
   * Gives the run's kept model other names for its classes, or other columns, and says which columns it then asks for.
   * @throws EarmarkError `model-incompatible`
   */
  adapt(runId: string, changes: ModelChanges): Promise<readonly string[]>;
  /** The run's model as a file: the one that could not be saved, or the kept one. @throws EarmarkError `model-incompatible` */
  writeXgboost(
    runId: string,
    unsaved: ModelJson | null,
    options: XgboostJsonOptions,
  ): Promise<Blob>;
  /**
   * The run's network, likewise, as a zip: ONNX, a Layers model of TensorFlow.js, the front end, a README.
   * @throws EarmarkError `model-incompatible`
   */
  writeCnn(runId: string, unsaved: ModelJson | null, facts: CnnZipFacts): Promise<Blob>;
}

export interface EmbedRequest {
  readonly backbone: Pick<BackboneUse, 'id' | 'key'>;
  readonly pooling: Pooling;
  /** What the embedding is kept under. */
  readonly feature: EmbeddingId;
  readonly heard: HeardClip;
}

export interface EmbedWindowsRequest extends Pick<EmbedRequest, 'backbone' | 'pooling'> {
  /** What the network is given of each window. */
  readonly heard: readonly (readonly TensorData[])[];
}

/** Runs pretrained networks, one at a time. Its memory comes back when it is ended. */
export interface EmbeddingWorkerApi {
  /** Embeds one version of a clip and keeps the embedding. @throws EarmarkError `backbone-missing`, `backbone-not-finite` */
  embed(request: EmbedRequest, signal: AbortSignal): Promise<void>;
  /** One embedding a window; nothing is kept. */
  embedWindows(request: EmbedWindowsRequest, signal: AbortSignal): Promise<Float32Array[]>;
}
