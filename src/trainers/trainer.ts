// The contract of a trainer. The names are scikit-learn's: fit, predictProba, classes.
// `fit` returns a separate fitted model, so predicting before fitting cannot be written.

import type { EarmarkError } from '../core/errors';
import type { Matrix } from '../core/matrix';
import type { OnProgress } from '../core/progress';
import type { EnsembleMember, EpochRecord, ParamValues } from '../core/run-types';
import type { DeviceReadings, TrainingDevice } from '../core/training-device';
import type { TreeThreads } from './trees/tree-team';
import type { Ensemble } from './trees/model-json';

export type { BatchSizer, MemoryNeeds, StepPhase, TrainingDevice } from '../core/training-device';

/** Feature vectors, shape [rows, columns], one row a clip. */
export interface TableInput {
  readonly kind: 'table';
  readonly matrix: Matrix;
  readonly columnNames: readonly string[];
}

/** Log-mel spectrograms read when they are needed, so that memory does not grow with the clips. */
export interface SpectrogramInput {
  readonly kind: 'spectrograms';
  /** Number of clips. */
  readonly length: number;
  readonly numMels: number;
  /** Seconds between frames. */
  readonly frameSeconds: number;
  /** Log-mel power in dB of one clip, shape [numFrames, numMels], reference 1.0. */
  get(index: number): Promise<Matrix>;
}

/** What the members of an ensemble learn from, of the same clips. */
export interface MembersInput {
  readonly kind: 'members';
  /** Number of clips. */
  readonly length: number;
  /** One a member. */
  readonly inputs: readonly (TableInput | SpectrogramInput)[];
}

export type TrainingInput = TableInput | SpectrogramInput | MembersInput;

export interface Labels {
  /** Class index a clip, 0…classes.length−1. */
  readonly indices: Int32Array;
  readonly classes: readonly string[];
  /**
   * Where a clip can have several labels: 1 where it has one, shape [clips, classes.length]. `indices` is then its main one,
   * or −1 where that is not among the classes.
   */
  readonly memberships?: Uint8Array;
}

export interface LabelledInput<X extends TrainingInput = TrainingInput> {
  readonly x: X;
  readonly y: Labels;
}

/** State from which `fit` goes on exactly where it was; structured-cloneable. */
export interface Checkpoint {
  readonly version: 1;
  readonly trainer: string;
  /** Finished epochs (or boosting rounds). */
  readonly epoch: number;
  /** The trainer's own: weights, optimiser moments, scheduler, early stopping. */
  readonly state: unknown;
}

/** What the trainer measures of itself while it runs; what is of the device is filled in by its owner. */
export interface TrainingStats extends DeviceReadings {
  /** Examples a step learns from. */
  readonly batchSize: number;
  /** Examples the device works on at once, where that is fewer than a step learns from. */
  readonly examplesAtOnce?: number;
  /** Milliseconds of the last step, the device's queue drained. */
  readonly stepMilliseconds: number;
  readonly examplesPerSecond: number;
}

/** What is known of a run before its clips are measured: enough to make its shaders ready. */
export interface WarmUpShape {
  readonly numMels: number;
  /** Seconds between frames. */
  readonly frameSeconds: number;
  readonly numClasses: number;
}

export interface FitContext<X extends TrainingInput = TrainingInput> {
  /** The run's seed: same seed, same model. */
  readonly seed: number;
  readonly signal?: AbortSignal;
  /** Clips to score each epoch on, and to pick the best by where a trainer picks; without them the last is kept. */
  readonly validation?: LabelledInput<X>;
  readonly resumeFrom?: Checkpoint;
  /** Threads to grow trees in, where the environment has them. */
  readonly treeThreads?: TreeThreads;
  /** Of a trainer that `usesTensors`: the device it trains on; without it, memory is not looked after. */
  readonly device?: TrainingDevice;
  /** A model of the same trainer to start from instead of from chance, of whatever classes ("fine-tuning"). */
  readonly startFrom?: ModelJson;
  /** Of an ensemble. */
  readonly members?: Members;
  /** What the training clips are, in a word that changes when they do: a checkpoint of others is refused. */
  readonly fingerprint?: string;
  onEpoch?(record: EpochRecord): void;
  /** Share of all the work that is done, 0…1; called more often than once an epoch. */
  onProgress?(fraction: number): void;
  onStats?(stats: TrainingStats): void;
  /** Something works all the same, but worse: a fallback was taken. */
  onNotice?(error: EarmarkError): void;
  /**
   * Awaited at the end of each epoch, and more often where steps are slow; `best` when the epoch that it ends is the best so far
   * (its model is then worth keeping).
   */
  onCheckpoint?(checkpoint: Checkpoint, best: ModelJson | null): Promise<void>;
}

/** The runs that make up an ensemble. */
export interface Members {
  /** In the order of the inputs. */
  readonly models: readonly MemberModel[];
  /**
   * Deals the training clips: their places that each fold holds out, every one in exactly one fold, an artist's (or a
   * track's) together where the run's split keeps them so.
   */
  dealFolds(numFolds: number): readonly Int32Array[];
}

export interface MemberModel extends Pick<EnsembleMember, 'approach' | 'seed' | 'params'> {
  readonly model: ModelJson;
}

/** A fitted model as plain JSON: saved in runs, exported, put into links. */
export interface ModelJson {
  readonly version: 1;
  readonly trainer: string;
  readonly classes: readonly string[];
  /** The trainer's own; valid JSON. */
  readonly state: unknown;
}

/** The trees inside a fitted model, for whoever asks what it listens to. */
export interface TreesInside<X extends TrainingInput = TrainingInput> {
  readonly ensemble: Ensemble;
  /** What the trees see, under `ensemble.columnNames`: the input itself, or what the model makes of it. */
  inputOf(x: X, signal?: AbortSignal): Promise<Matrix>;
}

/** The members inside a fitted ensemble, for whoever asks what it gains. */
export interface MembersInside<X extends TrainingInput = TrainingInput> {
  /** Place of the one that was best on the validation clips. */
  readonly best: number;
  /** Share of the vote, one a member; none where a model on top weighs them. */
  readonly weights?: readonly number[];
  /** What the best one alone says. */
  predictBest(x: X, signal?: AbortSignal): Promise<Matrix>;
}

export interface FittedModel<X extends TrainingInput = TrainingInput> {
  readonly classes: readonly string[];
  /** Epoch (or round) the model comes from, counted from 1. */
  readonly bestEpoch: number;
  /** Class probabilities, shape [clips, classes.length]; rows sum to 1 unless it was fitted on several labels a clip. */
  predictProba(x: X, signal?: AbortSignal, onProgress?: OnProgress): Promise<Matrix>;
  /** Only of ensembles. */
  readonly members?: MembersInside<X>;
  /** Only of models that decide by boosted trees. */
  readonly trees?: TreesInside<X>;
  toJSON(): ModelJson;
  dispose(): void;
}

export interface Trainer<X extends TrainingInput = TrainingInput> {
  readonly id: string;
  readonly inputKind: X['kind'];
  /** Needs a tfjs backend to be ready before `fit`, `fromJSON` or `predictProba`. */
  readonly usesTensors: boolean;
  /** Learns several labels a clip (`Labels.memberships`), each as a yes–no question of its own. */
  readonly fitsMultiLabel?: boolean;
  /** Has the device do what the first steps of such a run do, so that its shaders are compiled when those come. */
  warmUp?(
    shape: WarmUpShape,
    params: ParamValues,
    context: Pick<FitContext, 'signal' | 'device'>,
  ): Promise<void>;
  fit(x: X, y: Labels, params: ParamValues, context: FitContext<X>): Promise<FittedModel<X>>;
  fromJSON(json: ModelJson): FittedModel<X>;
}
