// What stacking learns from: what the members say of the training clips, each clip answered by members that were trained
// without it (Wolpert 1992). A checkpoint after every member of every fold, so that a stop loses one training at most.

import * as v from 'valibot';
import { EarmarkError } from '../../core/errors';
import { createMatrix, type Matrix } from '../../core/matrix';
import { createRandom } from '../../core/random';
import { parseSaved, requireEqual } from '../saved';
import { scoreLabels } from '../score-labels';
import { takeLabels } from '../take-labels';
import type { Checkpoint, FitContext, Labels, MemberModel, MembersInput } from '../trainer';
import { mix } from './mixture';
import { takeExamples } from './take-examples';
import { ENSEMBLE_ID } from './model-json';
import { loadMember } from './load-member';

export interface StackingJob {
  readonly x: MembersInput;
  readonly y: Labels;
  readonly models: readonly MemberModel[];
  /** Places of the training clips that each fold holds out. */
  readonly folds: readonly Int32Array[];
  readonly context: FitContext<MembersInput>;
  onProgress(fraction: number): void;
}

/** One matrix a member, shape [clips, classes]: the rows in the order of `x`. */
export async function outOfFold(job: StackingJob): Promise<Matrix[]> {
  const { x, y, models, folds, context } = job;
  const numClasses = y.classes.length;
  const done = readDone(context, { models: models.length, folds: folds.length });
  const answers = models.map(() => createMatrix(x.length, numClasses));
  const put = (at: number, values: Float32Array): void => {
    const held = folds[Math.floor(at / models.length)]!;
    requireEqual(values.length, held.length * numClasses, 'answers', 'run-not-resumable');
    const target = answers[at % models.length]!.data;
    held.forEach((place, i) =>
      target.set(values.subarray(i * numClasses, (i + 1) * numClasses), place * numClasses),
    );
  };
  done.forEach((values, at) => put(at, values));
  const total = models.length * folds.length;
  for (let at = done.length; at < total; at++) {
    context.signal?.throwIfAborted();
    const startedAt = performance.now();
    const onProgress = (fraction: number) => job.onProgress((at + fraction) / total);
    const values = await refit(job, { at, onProgress });
    done.push(values);
    put(at, values);
    const fold = Math.floor(at / models.length);
    if (at % models.length === models.length - 1) tellFold(job, { answers, fold, startedAt });
    const state = { fingerprint: context.fingerprint ?? '', answers: [...done] };
    const epoch = Math.floor(done.length / models.length);
    const checkpoint: Checkpoint = { version: 1, trainer: ENSEMBLE_ID, epoch, state };
    await context.onCheckpoint?.(checkpoint, null);
  }
  return answers;
}

/** Trains one member without the clips of a fold, and asks it about them; shape [held-out clips, classes]. */
async function refit(
  { x, y, models, folds, context }: StackingJob,
  { at, onProgress }: { at: number; onProgress: (fraction: number) => void },
): Promise<Float32Array> {
  const place = at % models.length;
  const fold = Math.floor(at / models.length);
  const { approach, seed, params } = models[place]!;
  const input = x.inputs[place]!;
  const held = folds[fold]!;
  const isHeld = new Set(held);
  const learned = Int32Array.from(Array.from({ length: x.length }, (_, i) => i)).filter(
    (i) => !isHeld.has(i),
  );
  const { validation, signal, device, treeThreads } = context;
  const trainer = await loadMember(approach);
  const fitted = await trainer.fit(takeExamples(input, learned), takeLabels(y, learned), params, {
    seed: createRandom(seed)
      .fork('stacking')
      .fork(fold)
      .integer(2 ** 32),
    ...(validation && { validation: { x: validation.x.inputs[place]!, y: validation.y } }),
    ...(signal && { signal }),
    ...(device && { device }),
    ...(treeThreads && { treeThreads }),
    ...(context.onNotice && { onNotice: (error: EarmarkError) => context.onNotice?.(error) }),
    ...(context.onStats && { onStats: (stats) => context.onStats?.(stats) }),
    onProgress,
  });
  try {
    return (await fitted.predictProba(takeExamples(input, held), signal)).data;
  } finally {
    fitted.dispose();
  }
}

function tellFold(
  { y, folds, context }: StackingJob,
  { answers, fold, startedAt }: { answers: readonly Matrix[]; fold: number; startedAt: number },
): void {
  const held = folds[fold]!;
  const columns = y.classes.length;
  const ofFold = answers.map(({ data }) => {
    const rows = createMatrix(held.length, columns);
    held.forEach((place, i) =>
      rows.data.set(data.subarray(place * columns, (place + 1) * columns), i * columns),
    );
    return rows;
  });
  const equal = answers.map(() => 1 / answers.length);
  const { loss, accuracy } = scoreLabels(mix(ofFold, equal), takeLabels(y, held));
  context.onEpoch?.({
    epoch: fold + 1,
    trainLoss: loss,
    trainAccuracy: accuracy,
    validationLoss: null,
    validationAccuracy: null,
    seconds: (performance.now() - startedAt) / 1000,
  });
}

const StateSchema = v.object({
  fingerprint: v.string(),
  answers: v.array(v.instance(Float32Array)),
});

/** What was finished before, member by member of fold after fold. @throws EarmarkError `run-not-resumable` */
function readDone(
  { resumeFrom, fingerprint = '' }: FitContext<MembersInput>,
  { models, folds }: { models: number; folds: number },
): Float32Array[] {
  if (!resumeFrom) return [];
  requireEqual(resumeFrom.trainer, ENSEMBLE_ID, 'a checkpoint of', 'run-not-resumable');
  const state = parseSaved(StateSchema, resumeFrom.state, 'run-not-resumable');
  requireEqual(state.fingerprint, fingerprint, 'clips', 'run-not-resumable');
  if (state.answers.length > models * folds) {
    throw new EarmarkError('run-not-resumable', 'more answers than members and folds');
  }
  return state.answers;
}
