// Which runs can be asked what they listen to, and why others cannot.

import { hasModel } from '../core/run-model';
import type { ClipPrediction, Run } from '../core/run-types';
import { answersOf, saidLabels } from '../evaluation/multi-label';
import { findApproach } from '../trainers/registry';
import { learnsFromTables } from '../trainers/table-params';

/** Why a finished run cannot be asked what it listens to; "" where it can. */
export function whyNotAsked(run: Run): string {
  const { config, split } = run;
  if (config.crossValidation) {
    return 'A cross-validation keeps no model that could be asked: each fold’s has seen only a part of the clips. Train the same settings once on a split to see what such a model listens to.';
  }
  if (!hasModel(run)) return 'There is no finished model to ask.';
  if (config.ensemble) {
    return 'An ensemble listens through its members: ask their runs, one by one, what they listen to.';
  }
  if (!learnsFromTables(findApproach(config.approach)?.params ?? [])) {
    return 'This approach learns from pictures of the sound, not from measurements with names: there is nothing to list.';
  }
  if (split.validation.length + split.test.length === 0) {
    return run.imported === undefined
      ? 'There are no clips beside those that it learned from.'
      : 'The model was imported without clips that it could be asked about. With a dataset in use that has its columns and genres, test it there (above).';
  }
  return '';
}

/** A model is kept that learned from measurements, and there are clips that it did not learn from. */
export function canBeAsked(run: Run): boolean {
  return whyNotAsked(run) === '';
}

/** Also, what it says of one clip can be explained. */
export function canExplainClips(run: Run): boolean {
  return canBeAsked(run) && findApproach(run.config.approach)?.explainsClips === true;
}

/** Why the answers of a run to single clips are not explained; "" where they are. */
export function whyNoClipsExplained(run: Run): string {
  if (canExplainClips(run)) return '';
  if (findApproach(run.config.approach)?.explainsClips) return whyNotAsked(run);
  const whole = canBeAsked(run)
    ? ' What this model listens to on the whole can be asked below.'
    : '';
  return `Why it answered so can be told of boosted trees only (quick baseline, XGBoost + PCA): their scores are sums, of which each measurement has an exact part.${whole}`;
}

/** "Why rock?" where the model said so, "why not rock?" where it did not. */
interface WhyQuestion {
  readonly classIndex: number;
  readonly isSaid: boolean;
}

/** What is worth asking of a clip: what was heard and what is true; of several labels, the wrong answers. */
export function questionsAbout(
  prediction: ClipPrediction,
  thresholds?: readonly number[],
): WhyQuestion[] {
  const { predictedIndex, trueIndex, trueLabels, probabilities } = prediction;
  if (!trueLabels) {
    const indices = [...new Set([predictedIndex, trueIndex])].filter((index) => index >= 0);
    return indices.map((classIndex) => ({ classIndex, isSaid: classIndex === predictedIndex }));
  }
  const { wronglySaid, missed } = answersOf(prediction, thresholds);
  const wrong = [...wronglySaid, ...missed];
  const said = saidLabels(probabilities, thresholds);
  const asked = wrong.length > 0 ? wrong : [predictedIndex];
  return asked.map((classIndex) => ({ classIndex, isSaid: said.includes(classIndex) }));
}
