// The score of a model that is there already, on the test part of a run: nothing is fitted.

import type { OnProgress } from '../core/progress';
import type { Evaluation } from '../core/run-types';
import type { RunToAsk } from './importance/ask-run';
import { createLabeller, evaluateLabels } from './labels';

/** @throws EarmarkError `features-missing`, or as `evaluateLabels` */
export async function scoreModel(run: RunToAsk, onProgress: OnProgress): Promise<Evaluation> {
  const { clips, split, model, trainer, signal } = run;
  const test = new Set(split.test);
  const asked = clips.filter(({ id }) => test.has(id));
  const probabilities = await model.predictProba(await run.input(asked), signal, onProgress);
  const labels = createLabeller(run, trainer)(asked);
  return evaluateLabels(
    labels,
    probabilities,
    asked.map(({ id }) => id),
  );
}
