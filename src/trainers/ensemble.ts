// Finished models that answer together: a weighted average of their probabilities (soft vote), or a logistic regression on
// them (stacking). It trains no member of its own but for stacking's out-of-fold answers; what it learns is whom to trust.

import { EarmarkError } from '../core/errors';
import type { Matrix } from '../core/matrix';
import type { OnProgress } from '../core/progress';
import type { ParamValues } from '../core/run-types';
import { ensembleParams } from './ensemble-params';
import { loadMember } from './ensemble/load-member';
import { mix, mixtureWeights } from './ensemble/mixture';
import {
  ensembleFromJson,
  ensembleToJson,
  ENSEMBLE_ID,
  type AskedMember,
  type EnsembleModel,
} from './ensemble/model-json';
import { outOfFold } from './ensemble/out-of-fold';
import { fitTop, topInput } from './ensemble/top-model';
import { logisticRegressionTrainer } from './logistic-regression';
import { resolveParams } from './params';
import { scoreLabels } from './score-labels';
import type { FitContext, FittedModel, Labels, MembersInput, Trainer } from './trainer';

/** Share of the progress that stacking's trainings take. */
const REFIT_SHARE = 0.9;

export const ensembleTrainer: Trainer<MembersInput> = {
  id: ENSEMBLE_ID,
  inputKind: 'members',
  usesTensors: true,
  fitsMultiLabel: true,
  fit,
  fromJSON: (json) => createFitted(ensembleFromJson(json)),
};

async function fit(
  x: MembersInput,
  y: Labels,
  values: ParamValues,
  context: FitContext<MembersInput>,
): Promise<FittedModel<MembersInput>> {
  const { method, folds, C: c } = resolveParams(ensembleParams, values);
  const { members, validation, signal } = context;
  const models = members?.models ?? [];
  if (!members || models.length !== x.inputs.length || models.length < 2) {
    throw new EarmarkError('ensemble-too-few-members', `${models.length}`);
  }
  const share = method === 'stacking' ? REFIT_SHARE : 0;
  const outside =
    method === 'stacking'
      ? await outOfFold({
          ...{ x, y, models, context },
          folds: members.dealFolds(Number(folds)),
          onProgress: (fraction) => context.onProgress?.(share * fraction),
        })
      : null;
  const answers = validation
    ? await askAll(models, validation.x, signal, (fraction) =>
        context.onProgress?.(share + (1 - share) * fraction),
      )
    : null;
  const voice = outside
    ? {
        method: 'stacking' as const,
        folds: Number(folds),
        top: await fitTop(outside, y, {
          c: Number(c),
          seed: context.seed,
          ...(signal && { signal }),
        }),
      }
    : {
        method: 'soft-vote' as const,
        weights:
          answers && validation
            ? mixtureWeights(answers, validation.y)
            : models.map(() => 1 / models.length),
      };
  context.onProgress?.(1);
  return createFitted({
    classes: y.classes,
    members: models.map(({ approach, model }) => ({ approach, model })),
    best: answers && validation ? bestOf(answers, validation.y) : 0,
    voice,
  });
}

/** Place of the member with the highest accuracy, of equals the one with the least log loss. */
function bestOf(answers: readonly Matrix[], labels: Labels): number {
  const scores = answers.map((answer) => scoreLabels(answer, labels));
  return scores.reduce((best, { accuracy, loss }, m) => {
    const leader = scores[best]!;
    const isBetter =
      accuracy > leader.accuracy || (accuracy === leader.accuracy && loss < leader.loss);
    return isBetter ? m : best;
  }, 0);
}

function createFitted(model: EnsembleModel): FittedModel<MembersInput> {
  const { classes, members, best, voice } = model;
  return {
    classes,
    bestEpoch: voice.method === 'stacking' ? voice.folds : 1,
    predictProba: async (x, signal, onProgress) => {
      const answers = await askAll(members, x, signal, onProgress);
      if (voice.method === 'soft-vote') return mix(answers, voice.weights);
      return logisticRegressionTrainer.fromJSON(voice.top).predictProba(topInput(answers), signal);
    },
    members: {
      best,
      ...(voice.method === 'soft-vote' && { weights: voice.weights }),
      predictBest: (x, signal) => ask(members[best]!, { x, place: best, signal }),
    },
    toJSON: () => ensembleToJson(model),
    // Members' models are open only while they are asked.
    dispose: () => undefined,
  };
}

/** One member after the other: their models need not be in memory together. */
async function askAll(
  members: readonly AskedMember[],
  x: MembersInput,
  signal?: AbortSignal,
  onProgress?: OnProgress,
): Promise<Matrix[]> {
  const answers: Matrix[] = [];
  for (const [place, member] of members.entries()) {
    const told: OnProgress = (fraction) => onProgress?.((place + fraction) / members.length);
    answers.push(await ask(member, { x, place, signal, onProgress: told }));
  }
  return answers;
}

async function ask(
  { approach, model }: AskedMember,
  {
    x,
    place,
    signal,
    onProgress,
  }: {
    readonly x: MembersInput;
    readonly place: number;
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: OnProgress;
  },
): Promise<Matrix> {
  signal?.throwIfAborted();
  const trainer = await loadMember(approach);
  const fitted = trainer.fromJSON(model);
  try {
    return await fitted.predictProba(x.inputs[place]!, signal, onProgress);
  } finally {
    fitted.dispose();
  }
}
