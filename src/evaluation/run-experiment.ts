// The recipe of a run: inputs and labels for each part, fit, predict the test clips, score, clean up.
// It knows nothing of workers, storage or devices; those come in as arguments.

import type { Clip, Split } from '../core/dataset-types';
import { EarmarkError } from '../core/errors';
import type {
  EnsembleGain,
  EpochRecord,
  Evaluation,
  ParamValues,
  RunConfig,
  RunTimings,
} from '../core/run-types';
import type { Approach } from '../trainers/registry';
import type {
  Checkpoint,
  FitContext,
  FittedModel,
  LabelledInput,
  MembersInside,
  ModelJson,
  Trainer,
  TrainingInput,
  TrainingStats,
} from '../trainers/trainer';
import { gainOver } from './ensemble-gain';
import { trainingExamples, type Example } from './examples';
import { splitFingerprint } from '../datasets/fingerprint';
import { createLabeller, evaluateLabels } from './labels';
import { tuneThresholds } from './thresholds';

export interface ExperimentJob {
  readonly config: Pick<RunConfig, 'seed'>;
  /** Of the trainer's chance, where that is not the run's seed: each fold has its own. */
  readonly fitSeed?: number;
  readonly classes: readonly string[];
  /** All clips the split names. */
  readonly clips: readonly Clip[];
  readonly split: Split;
  readonly resumeFrom: Checkpoint | null;
  /** The epochs up to `resumeFrom`. */
  readonly history: readonly EpochRecord[];
}

export interface ExperimentData {
  /** What the approach learns from, one row or item an example, in the order given. */
  input(examples: readonly Example[]): Promise<TrainingInput>;
}

export interface ExperimentEvents {
  onEpoch(record: EpochRecord): void;
  /** Share of the whole experiment, 0…1; never goes back. */
  onProgress(fraction: number): void;
  onStats(stats: TrainingStats): void;
  /** As in FitContext. */
  onNotice(error: EarmarkError): void;
  onCheckpoint(checkpoint: Checkpoint, best: ModelJson | null): Promise<void>;
}

export interface ExperimentOptions {
  readonly job: ExperimentJob;
  readonly data: ExperimentData;
  readonly trainer: Trainer<TrainingInput>;
  readonly params: ParamValues;
  readonly signal: AbortSignal;
  readonly events: ExperimentEvents;
  /** As an approach says it. */
  readonly expectedSeconds?: Approach['expectedSeconds'];
  /** As in FitContext. */
  readonly treeThreads?: FitContext['treeThreads'];
  /** As in FitContext. */
  readonly startFrom?: ModelJson;
  /** As in FitContext. */
  readonly device?: FitContext['device'];
  /** As in FitContext. */
  readonly members?: FitContext['members'];
}

export interface ExperimentResult {
  readonly model: ModelJson;
  readonly bestEpoch: number;
  readonly evaluation: Evaluation;
  /** Of an ensemble. */
  readonly gain?: EnsembleGain;
  /** `trainSeconds` counts the epochs before a resume as well. */
  readonly timings: RunTimings;
}

/** Share of the progress that fitting takes where nobody expects otherwise; predicting the test clips takes the rest. */
const FIT_SHARE = 0.97;

/** Rejects with the signal's reason when it is aborted; the fitted model is disposed in any case. */
export async function runExperiment(options: ExperimentOptions): Promise<ExperimentResult> {
  const { job, data, trainer, params, signal, events } = options;
  const parts = selectParts(job);
  const progress = monotonic(events);

  const plan = { config: { seed: job.config.seed, params }, split: job.split };
  const examples = trainingExamples(parts.train, plan);
  const labelsOf = createLabeller(job, trainer);
  const x = await checkedInput(data, examples, trainer);
  const fitShare = fitShareOf(options, x);
  const validation =
    parts.validation.length === 0
      ? null
      : {
          x: await checkedInput(data, parts.validation, trainer),
          y: labelsOf(parts.validation),
        };
  const context: FitContext = {
    seed: job.fitSeed ?? job.config.seed,
    fingerprint: splitFingerprint(job.split),
    signal,
    ...(validation && { validation }),
    ...(job.resumeFrom && { resumeFrom: job.resumeFrom }),
    ...(options.treeThreads && { treeThreads: options.treeThreads }),
    ...(options.startFrom && { startFrom: options.startFrom }),
    ...(options.device && { device: options.device }),
    ...(options.members && { members: options.members }),
    onEpoch: (record) => events.onEpoch(record),
    onProgress: (fraction) => progress(fitShare * fraction),
    onStats: (stats) => events.onStats(stats),
    onNotice: (error) => events.onNotice(error),
    onCheckpoint: (checkpoint, best) => events.onCheckpoint(checkpoint, best),
  };
  signal.throwIfAborted();
  const fitStart = performance.now();
  const model = await trainer.fit(x, labelsOf(examples), params, context);
  try {
    const secondsBefore = job.history.reduce((sum, { seconds }) => sum + seconds, 0);
    const trainSeconds = secondsBefore + (performance.now() - fitStart) / 1000;
    progress(fitShare);
    const thresholds = await tunedThresholds(model, validation, signal);
    const testInput = await checkedInput(data, parts.test, trainer);
    signal.throwIfAborted();
    const predictStart = performance.now();
    const probabilities = await model.predictProba(testInput, signal, (fraction) =>
      progress(fitShare + (1 - fitShare) * fraction),
    );
    const predictMilliseconds = performance.now() - predictStart;
    const gainOf = async (ensemble: Evaluation, inside: MembersInside): Promise<EnsembleGain> => {
      const alone = await inside.predictBest(testInput, signal);
      const ids = parts.test.map((clip) => clip.id);
      const ofMember = await tunedThresholds(
        { predictProba: (x, stopped) => inside.predictBest(x, stopped) },
        validation,
        signal,
      );
      const member = evaluateLabels({ ...labelsOf(parts.test), thresholds: ofMember }, alone, ids);
      const { best: bestMember, weights } = inside;
      const compared = { ensemble, member, clips: parts.test, seed: job.config.seed };
      return { bestMember, ...gainOver(compared), ...(weights && { weights }) };
    };
    const evaluation = evaluateLabels(
      { ...labelsOf(parts.test), thresholds },
      probabilities,
      parts.test.map((clip) => clip.id),
    );
    const gain = model.members && (await gainOf(evaluation, model.members));
    progress(1);
    return {
      model: model.toJSON(),
      bestEpoch: model.bestEpoch,
      evaluation,
      ...(gain && { gain }),
      timings: {
        trainSeconds,
        predictMillisecondsPerClip: predictMilliseconds / parts.test.length,
      },
    };
  } finally {
    model.dispose();
  }
}

/** From which probability each label counts as said; undefined where clips have one genre each, or none validate. */
export async function tunedThresholds(
  model: Pick<FittedModel, 'predictProba'>,
  validation: LabelledInput | null,
  signal: AbortSignal,
): Promise<readonly number[] | undefined> {
  if (!validation?.y.memberships) return undefined;
  const probabilities = await model.predictProba(validation.x, signal);
  return tuneThresholds(probabilities, validation.y.memberships);
}

/** Which part of the work fitting is. */
function fitShareOf(
  { job: { split }, params, expectedSeconds }: ExperimentOptions,
  x: TrainingInput,
): number {
  if (!expectedSeconds || x.kind !== 'table') return FIT_SHARE;
  const { rows: train, columns } = x.matrix;
  const { validation, test } = split;
  const size = { train, validation: validation.length, test: test.length, columns };
  const { fit, score } = expectedSeconds(size, params);
  return Math.min(FIT_SHARE, fit / (fit + score));
}

function selectParts({ clips, split }: ExperimentJob): Record<keyof Split, Clip[]> {
  const byId = new Map(clips.map((clip) => [clip.id, clip]));
  const select = (part: keyof Split): Clip[] =>
    split[part].map((id) => {
      const clip = byId.get(id);
      if (clip) return clip;
      throw new EarmarkError('run-not-resumable', `no clip with the id ${id} (${part})`);
    });
  const parts = {
    train: select('train'),
    validation: select('validation'),
    test: select('test'),
  };
  for (const part of ['train', 'test'] as const) {
    if (parts[part].length === 0) {
      throw new EarmarkError('dataset-too-few-clips', `0 clips in the ${part} part`);
    }
  }
  return parts;
}

async function checkedInput(
  data: ExperimentData,
  examples: readonly Example[],
  trainer: Trainer<TrainingInput>,
): Promise<TrainingInput> {
  const input = await data.input(examples);
  const length = input.kind === 'table' ? input.matrix.rows : input.length;
  if (input.kind !== trainer.inputKind || length !== examples.length) {
    throw new EarmarkError(
      'features-missing',
      `${input.kind} for ${length} of ${examples.length} clips, where ${trainer.id} needs ${trainer.inputKind}`,
    );
  }
  return input;
}

function monotonic(events: ExperimentEvents): (fraction: number) => void {
  let highest = 0;
  return (fraction) => {
    highest = Math.max(highest, Math.min(1, fraction));
    events.onProgress(highest);
  };
}
