// What a run learns: one genre a clip, or all labels of a clip where it has several and the approach can.
// Everyone who turns clips into class indices, or picks the score that fits them, asks here.

import type { Clip, Split } from '../core/dataset-types';
import { EarmarkError } from '../core/errors';
import type { Matrix } from '../core/matrix';
import type { Evaluation, RunConfig } from '../core/run-types';
import {
  hasSeveralLabels,
  labelsOfClip,
  learnableLabels,
  type LearnableLabels,
} from '../datasets/label-sets';
import { findApproach } from '../trainers/registry';
import type { Labels, Trainer } from '../trainers/trainer';
import type { Example } from './examples';
import { evaluate } from './metrics';
import { evaluateMultiLabel, type LabelTruth } from './multi-label';

export interface LearningPlan {
  readonly config: Pick<RunConfig, 'approach' | 'crossValidation'>;
  readonly clips: readonly Clip[];
  readonly split: Pick<Split, 'train'>;
}

/** Whether the approach learns all labels of each clip. */
export function learnsLabels(approachId: string, clips: readonly Clip[]): boolean {
  return findApproach(approachId)?.multiLabel === true && hasSeveralLabels(clips);
}

/** Which labels the run learns and which are too rare; null where it learns one genre a clip. */
export function labelsToLearn({ config, clips, split }: LearningPlan): LearnableLabels | null {
  if (!learnsLabels(config.approach, clips)) return null;
  if (config.crossValidation) return learnableLabels(clips); // each is learned from in most folds
  const train = new Set(split.train);
  return learnableLabels(
    clips.filter(({ id }) => train.has(id)),
    clips,
  );
}

/** Sorted. */
export function classesToLearn(plan: LearningPlan): readonly string[] {
  return labelsToLearn(plan)?.labels ?? [...new Set(plan.clips.map((clip) => clip.genre))].sort();
}

/**
 * Gives examples of the job their labels. Where the clips have several and the trainer can learn them, `indices` holds
 * the main genre or else the first label that is among the classes; −1 for a clip that has none of them (it is still
 * one to learn from: all its answers are no).
 */
export function createLabeller(
  { classes, clips }: { classes: readonly string[]; clips: readonly Clip[] },
  trainer: Pick<Trainer, 'fitsMultiLabel'>,
): (examples: readonly Example[]) => Labels {
  const indexOf = new Map(classes.map((genre, i) => [genre, i]));
  const several = trainer.fitsMultiLabel === true && hasSeveralLabels(clips);
  return (examples) => (several ? labelSets : mainGenres)(examples, indexOf);
}

function mainGenres(examples: readonly Example[], indexOf: ReadonlyMap<string, number>): Labels {
  const classes = [...indexOf.keys()];
  const indices = Int32Array.from(examples, ({ genre }) => {
    const index = indexOf.get(genre);
    if (index !== undefined) return index;
    throw new EarmarkError('model-incompatible', `genre ${genre}, not in ${classes.join()}`);
  });
  return { indices, classes };
}

function labelSets(examples: readonly Example[], indexOf: ReadonlyMap<string, number>): Labels {
  const memberships = new Uint8Array(examples.length * indexOf.size);
  const indices = Int32Array.from(examples, (example, i) => {
    const known = labelsOfClip(example).flatMap((label) => indexOf.get(label) ?? []);
    for (const index of known) memberships[i * indexOf.size + index] = 1;
    return known.find((index) => index === indexOf.get(example.genre)) ?? known[0] ?? -1;
  });
  return { indices, classes: [...indexOf.keys()], memberships };
}

/** The score that fits what was learned; `thresholds` as in `LabelTruth`. @throws EarmarkError as `evaluate` */
export function evaluateLabels(
  { memberships, thresholds, ...labels }: Labels & Pick<LabelTruth, 'thresholds'>,
  probabilities: Matrix,
  clipIds: readonly string[],
): Evaluation {
  return memberships
    ? evaluateMultiLabel({ ...labels, memberships, thresholds }, probabilities, clipIds)
    : evaluate(labels.indices, probabilities, labels.classes, clipIds);
}
