// The two questions that the page asks of a run's model: what it listens to, and why it says what it says of a clip.
// It knows nothing of workers or storage; model and inputs come in as arguments.

import { EarmarkError } from '../../core/errors';
import type { Matrix } from '../../core/matrix';
import type { FittedModel, TableInput, Trainer, TrainingInput } from '../../trainers/trainer';
import { createLabeller } from '../labels';
import type { Example } from '../examples';
import { clipsToAsk, trainingSample, type AskedRun } from './asked-clips';
import { explainRow, type ClipExplanation } from './explain';
import type { FeatureImportance } from './importance';
import { measureImportance } from './measure';
import { typicalValues } from './typical';

export interface RunToAsk extends AskedRun {
  readonly classes: readonly string[];
  readonly trainer: Pick<Trainer, 'fitsMultiLabel'>;
  readonly model: FittedModel;
  /** What the approach learns from, one row or item an example, in the order given. */
  input(examples: readonly Example[]): Promise<TrainingInput>;
  readonly signal: AbortSignal;
}

export async function importanceOfRun(
  run: RunToAsk,
  onProgress: (fraction: number) => void,
): Promise<FeatureImportance> {
  const { asked, clips } = clipsToAsk(run);
  const x = tableOf(await run.input(clips));
  const y = createLabeller(run, run.trainer)(clips);
  const { model, seed, signal } = run;
  return measureImportance({ model, x, y, asked, seed, signal, onProgress });
}

export async function explainClip(run: RunToAsk, clipId: string): Promise<ClipExplanation> {
  const clip = run.clips.find(({ id }) => id === clipId);
  if (!clip) throw new EarmarkError('features-missing', `no clip with the id ${clipId}`);
  const { model, signal } = run;
  const explained = await explainRow(model, await run.input([clip]), signal);
  const learned = trainingSample(run);
  const typical = typicalValues(
    await seenBy(model, await run.input(learned), signal),
    createLabeller(run, run.trainer)(learned),
  );
  return { ...explained, clipId, typical };
}

function seenBy({ trees }: FittedModel, x: TrainingInput, signal: AbortSignal): Promise<Matrix> {
  return trees ? trees.inputOf(x, signal) : Promise.resolve(tableOf(x).matrix);
}

function tableOf(x: TrainingInput): TableInput {
  if (x.kind === 'table') return x;
  throw new EarmarkError('model-not-explainable', `a model of ${x.kind}`);
}
