// The score of a model that is there already, on the test part of a run: nothing is fitted.

import type { OnProgress } from '../core/progress';
import type { EpochRecord, Evaluation } from '../core/run-types';
import type { ModelJson } from '../trainers/trainer';
import type { RunToAsk } from './importance/ask-run';
import { createLabeller, evaluateLabels } from './labels';
import { tunedThresholds, type ExperimentResult } from './run-experiment';

/** @throws EarmarkError `features-missing`, or as `evaluateLabels` */
export async function scoreModel(run: RunToAsk, onProgress: OnProgress): Promise<Evaluation> {
  const { clips, split, model, trainer, signal } = run;
  const labelsOf = createLabeller(run, trainer);
  const clipsOf = (ids: readonly string[]) => {
    const part = new Set(ids);
    return clips.filter(({ id }) => part.has(id));
  };
  const asked = clipsOf(split.test);
  const validating = clipsOf(split.validation);
  const validation =
    validating.length === 0 || !labelsOf(validating).memberships
      ? null
      : { x: await run.input(validating), y: labelsOf(validating) };
  const thresholds = await tunedThresholds(model, validation, signal);
  const probabilities = await model.predictProba(await run.input(asked), signal, onProgress);
  return evaluateLabels(
    { ...labelsOf(asked), thresholds },
    probabilities,
    asked.map(({ id }) => id),
  );
}

/** Of a training that came to no good end: what its best model until then is worth, as if it had ended there. */
export async function outcomeOfBest(
  run: RunToAsk,
  model: ModelJson,
  history: readonly EpochRecord[],
): Promise<ExperimentResult> {
  const startedAt = performance.now();
  const evaluation = await scoreModel(run, () => undefined);
  const predictMilliseconds = performance.now() - startedAt;
  return {
    model,
    bestEpoch: run.model.bestEpoch,
    evaluation,
    timings: {
      trainSeconds: history.reduce((sum, { seconds }) => sum + seconds, 0),
      predictMillisecondsPerClip: predictMilliseconds / evaluation.predictions.length,
    },
  };
}
