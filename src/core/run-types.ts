// The run is the unit of everything: comparison, resume, reports and links all read runs.

import type { ErrorRecord } from './errors';
import type { Split, SplitStrategy } from './dataset-types';
import type { EnsembleGain, EnsembleUse } from './ensemble-types';

export type { EnsembleGain, EnsembleMember, EnsembleUse } from './ensemble-types';

export type ParamValue = number | string | boolean;
export type ParamValues = Readonly<Record<string, ParamValue>>;

/** Numbers that a search for settings draws from. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** "log": a tenth and ten times are as far from 1; both ends are above 0. */
  readonly scale: 'linear' | 'log';
}

/** A setting as data: forms, links and sweeps are drawn from it. */
export type ParamSpec = {
  readonly name: string;
  readonly label: string;
  /** One sentence: what it does and what to try. */
  readonly help: string;
  /** What runs did that were saved before there was the setting, if that is not its default. */
  readonly valueInOldRuns?: ParamValue;
} & (
  | {
      readonly kind: 'number';
      readonly default: number;
      readonly min: number;
      readonly max: number;
      readonly step: number;
      /** Only whole numbers. */
      readonly integer?: boolean;
      /** Shown folded away. */
      readonly advanced?: boolean;
      /** What a search for settings draws it from, unless told otherwise; without it the setting is not searched. */
      readonly sweep?: NumberRange;
    }
  | {
      readonly kind: 'choice';
      readonly default: string;
      readonly options: readonly {
        readonly value: string;
        readonly label: string;
        /** A word or two, for lists of runs; the label if there is none. */
        readonly short?: string;
      }[];
      readonly advanced?: boolean;
      /** Others may join the options while the page is open: any text but an empty one is allowed. */
      readonly isOpen?: boolean;
      /** Values of the options that a search for settings draws from; without it the setting is not searched. */
      readonly sweep?: readonly string[];
    }
);

export interface RunConfig {
  readonly version: 1;
  readonly approach: string;
  /** The one seed that all chance of the run flows from; 32-bit unsigned. */
  readonly seed: number;
  readonly params: ParamValues;
  readonly split: {
    readonly strategy: SplitStrategy;
    /** Share of clips held out for the final score, 0…1. */
    readonly testFraction: number;
    /** Share of clips used to pick the best epoch, 0…1. */
    readonly validationFraction: number;
    /** What the imported split is called, where it has a name. */
    readonly list?: string | undefined;
  };
  /** Instead of one split: every clip is held out once a repeat. */
  readonly crossValidation?: CrossValidation | undefined;
  /** Instead of chance: the model that it went on from ("fine-tuning"). */
  readonly startFrom?: StartingPoint | undefined;
  /** The pretrained network that it hears the clips with. */
  readonly backbone?: BackboneUse | undefined;
  /** The finished runs whose models it lets vote. */
  readonly ensemble?: EnsembleUse | undefined;
}

/** The part of a run's settings that decides what of the clips it learns from. */
export type FeatureChoice = Pick<RunConfig, 'params' | 'backbone' | 'ensemble'>;

/** A pretrained network as a run used it, and what is told of it: its file may be gone since. */
export interface BackboneUse {
  readonly id: string;
  readonly title: string;
  /** Names all that its embeddings depend on but the pooling: its weights and its contract. */
  readonly key: string;
  /** Numbers that it gives a window. */
  readonly embeddingSize: number;
}

/** An earlier run's model that another run started from, and what is told of that run: it may be deleted since. */
export interface StartingPoint {
  readonly runId: string;
  readonly approach: string;
  readonly dataset: { readonly title: string; readonly synthetic: boolean };
  readonly classes: readonly string[];
  /** Its score, 0…1; null without one. */
  readonly accuracy: number | null;
  /** `modelFingerprint` of the model. */
  readonly model: string;
}

export interface CrossValidation {
  /** From 2. */
  readonly folds: number;
  /** Times that the clips are dealt anew, from 1. */
  readonly repeats: number;
}

/** The score of one fold of a cross-validation. */
export interface FoldScore {
  /** Both counted from 1. */
  readonly repeat: number;
  readonly fold: number;
  /** Clips. */
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  readonly accuracy: number;
  readonly macroF1: number;
  /** Mean cross-entropy of the held-out clips, nats. */
  readonly logLoss: number;
  readonly bestEpoch: number;
  readonly trainSeconds: number;
}

/** One epoch (or boosting round) as it was. Losses are mean cross-entropy in nats. */
export interface EpochRecord {
  /** Counted from 1. */
  readonly epoch: number;
  readonly trainLoss: number;
  /** 0…1. */
  readonly trainAccuracy: number;
  readonly validationLoss: number | null;
  readonly validationAccuracy: number | null;
  /** Of the validation clips, where each has one genre; rows from before there was this have none. */
  readonly validationGenres?: GenreScores | undefined;
  readonly seconds: number;
}

/** Shares 0…1, one a class in the order of the classes; null where none of the scored clips is of it. */
export interface GenreScores {
  readonly recall: readonly (number | null)[];
  readonly f1: readonly (number | null)[];
}

export interface GenreMetrics {
  readonly genre: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Clips of this genre that were scored. */
  readonly support: number;
}

export interface ClipPrediction {
  readonly clipId: string;
  /** −1 where clips have several labels and the main one was not learned. */
  readonly trueIndex: number;
  readonly predictedIndex: number;
  /** One a class, sums to 1; with several labels a clip each is a probability of its own. */
  readonly probabilities: readonly number[];
  /** Class indices of all its labels, ascending, where there are several a clip. */
  readonly trueLabels?: readonly number[] | undefined;
}

export interface LabelMetrics {
  readonly label: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Area under the precision–recall curve (average precision); null where no scored clip has the label. */
  readonly averagePrecision: number | null;
  /**
   * Area under the ROC curve: how often a clip with the label stands above one without. Null where all scored clips have it,
   * or none; runs from before there was this have none.
   */
  readonly rocAuc?: number | null | undefined;
  /** Scored clips that have it. */
  readonly support: number;
}

/** The score where a clip has several labels. */
export interface MultiLabelScore {
  readonly labels: readonly LabelMetrics[];
  readonly microF1: number;
  /** Mean over the labels that have one. */
  readonly meanAveragePrecision: number;
  /** The mean over the labels that have one; null where none has. */
  readonly macroRocAuc?: number | null | undefined;
  /** Share of wrong yes–no answers. */
  readonly hammingLoss: number;
  /**
   * Probability from which each label counts as said, in their order, tuned on the validation clips (of a
   * cross-validation: the mean over its folds). Without them 0.5.
   */
  readonly thresholds?: readonly number[] | undefined;
}

/** The score on clips the model never saw. */
export interface Evaluation {
  /** Share of clips named rightly; with several labels a clip: of clips whose labels are all right and complete. */
  readonly accuracy: number;
  readonly macroF1: number;
  readonly genres: readonly GenreMetrics[];
  /** Counts, [true][predicted]. */
  readonly confusion: readonly (readonly number[])[];
  readonly predictions: readonly ClipPrediction[];
  /** Where clips have several labels; then `confusion` counts main genre against likeliest label. */
  readonly multiLabel?: MultiLabelScore | undefined;
}

/** The machine a run ran on, as far as the browser tells. */
export interface RunEnvironment {
  /** tfjs backend, or "cpu" for trees. */
  readonly backend: string;
  readonly device: string;
  readonly appVersion: string;
}

export interface RunTimings {
  readonly trainSeconds: number;
  readonly predictMillisecondsPerClip: number;
}

/** The place of a run in a search for settings. */
export interface SweepPlace {
  /** Of the search. */
  readonly id: string;
  /** The settings it tries, counted from 0. */
  readonly candidate: number;
  /** Counted from 0; settings that do well are tried again in the next, with more training. */
  readonly rung: number;
}

export type RunStatus = 'running' | 'stopped' | 'done' | 'failed';

export interface Run {
  readonly version: 1;
  readonly id: string;
  readonly config: RunConfig;
  readonly createdAt: string;
  readonly dataset: {
    readonly id: string;
    readonly title: string;
    readonly synthetic: boolean;
    readonly fingerprint: string;
    readonly clips: number;
    /** Its clips have several labels each. */
    readonly severalLabels?: boolean | undefined;
    /** The dataset is a table of features: its id. */
    readonly table?: string | undefined;
  };
  readonly classes: readonly string[];
  readonly split: Split;
  /** Clips that the model it started from had learned from, and whatever that one had started from. */
  readonly heardBefore?: readonly string[] | undefined;
  readonly status: RunStatus;
  readonly history: readonly EpochRecord[];
  /** Epoch the kept model comes from. */
  readonly bestEpoch: number | null;
  /** Of a cross-validation: every clip as it was predicted while held out (the mean over repeats). */
  readonly evaluation: Evaluation | null;
  /** Of a cross-validation: the finished folds, in order. It keeps no model. */
  readonly folds?: readonly FoldScore[] | undefined;
  /** Of an ensemble. */
  readonly gain?: EnsembleGain | undefined;
  /** It was trained as part of a search for settings. */
  readonly sweep?: SweepPlace | undefined;
  /**
   * Of a try in a search: the score on the held-out clips, which nobody is shown. That of the settings that were chosen, by
   * the validation clips alone, becomes `evaluation`.
   */
  readonly sealed?: Evaluation | undefined;
  /** The model was not trained here: the file it was read from. */
  readonly imported?: string | undefined;
  /** Of an imported model: it answers each label by itself, several of them or none. */
  readonly severalLabels?: boolean | undefined;
  /** Of an imported model: length of the pieces a recording is cut into for it, where its file says so. */
  readonly windowSeconds?: number | undefined;
  readonly timings: RunTimings | null;
  readonly environment: RunEnvironment | null;
  /** Most GPU bytes held at a time (in use and pooled), where the backend tells. */
  readonly peakGpuBytes: number | null;
  readonly error: ErrorRecord | null;
}
