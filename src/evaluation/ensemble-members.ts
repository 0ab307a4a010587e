// Which finished runs can answer together, which would be chosen, and how their training clips are dealt for stacking.

import type { Clip, Split } from '../core/dataset-types';
import { hasModel } from '../core/run-model';
import type { EnsembleMember, Run, RunConfig } from '../core/run-types';
import { splitFingerprint } from '../datasets/fingerprint';
import { foldDealer } from '../datasets/folds';
import { findApproach } from '../trainers/registry';
import { splitWords } from './run-basis';

/** What the members of an ensemble must have in common. */
export interface CommonGround {
  /** `datasetFingerprint` of the clips. */
  readonly dataset: string;
  readonly classes: readonly string[];
  readonly split: Split;
}

/** Why the run cannot be a member, in words that follow "it"; "" where it can. */
export function memberProblem(run: Run, { dataset, classes, split }: CommonGround): string {
  const { config } = run;
  const approach = findApproach(config.approach);
  if (run.imported !== undefined) return 'was imported: nobody knows which clips it learned from';
  if (!approach) return `is of an approach (“${config.approach}”) that this version does not know`;
  if (approach.joinsRuns) return 'is an ensemble itself';
  if (config.crossValidation) return 'was cross-validated: it keeps no model';
  if (run.sealed) return 'is a try of a search, whose score stays closed';
  if (!hasModel(run) || !run.evaluation) return `has not finished (${run.status})`;
  if (run.dataset.fingerprint !== dataset) {
    return `was trained on other clips or genres (“${run.dataset.title}”, ${run.dataset.clips} clips)`;
  }
  if (run.classes.join('\n') !== classes.join('\n')) {
    return `tells ${run.classes.length} genres apart, of which not all are those of the others`;
  }
  if (splitFingerprint(run.split) !== splitFingerprint(split)) {
    return `was trained on another split (${splitWords(config.split)}, seed ${config.seed}): it has learned from clips that the others are examined on`;
  }
  return '';
}

/** Whether it could be in an ensemble with others of the same split. */
export function canJoin(run: Run): boolean {
  const { dataset, classes, split } = run;
  return memberProblem(run, { dataset: dataset.fingerprint, classes, split }) === '';
}

/** The clips are dealt in the same way. */
export function sharesSplit(
  a: Pick<RunConfig, 'seed' | 'split'>,
  b: Pick<RunConfig, 'seed' | 'split'>,
): boolean {
  const { strategy, list } = a.split;
  return strategy === b.split.strategy && list === b.split.list && a.seed === b.seed;
}

/** The best run of each approach, given runs that can all be members. */
export function bestOfEach(runs: readonly Run[]): Run[] {
  const best = new Map<string, Run>();
  for (const run of runs) {
    const leader = best.get(run.config.approach);
    if (!leader || isBetter(run, leader)) best.set(run.config.approach, run);
  }
  return [...best.values()];
}

/** By the validation clips alone: the test clips are not looked at for a choice. Of equals the earlier in the list. */
function isBetter(run: Run, leader: Run): boolean {
  const [mine, theirs] = [validationOf(run), validationOf(leader)];
  if (mine.accuracy !== theirs.accuracy) return mine.accuracy > theirs.accuracy;
  return mine.loss < theirs.loss;
}

function validationOf({ history, bestEpoch }: Run): { accuracy: number; loss: number } {
  const kept = history.find(({ epoch }) => epoch === bestEpoch);
  return { accuracy: kept?.validationAccuracy ?? 0, loss: kept?.validationLoss ?? Infinity };
}

/** The run with what asking it needs. */
export function memberOf({ id, config }: Run): EnsembleMember {
  const { approach, seed, params, backbone } = config;
  return { runId: id, approach, seed, params, ...(backbone && { backbone }) };
}

export interface DealtClips {
  readonly config: Pick<RunConfig, 'seed' | 'split'>;
  readonly clips: readonly Clip[];
  readonly split: Pick<Split, 'train'>;
  readonly severalLabels: boolean;
}

/**
 * Places (in the order of the split) of the training clips that each fold holds out; artists stay together where the split
 * keeps them so, or where an imported one may have.
 * @throws EarmarkError as `foldDealer`
 */
export function dealTrainingFolds(
  { config, clips, split, severalLabels }: DealtClips,
  folds: number,
): Int32Array[] {
  const placeOf = new Map(split.train.map((id, place) => [id, place]));
  const learned = clips.filter(({ id }) => placeOf.has(id));
  const imported = learned.every(({ artist }) => artist !== undefined) ? 'artist' : 'random';
  const { strategy } = config.split;
  const options = {
    ...{ folds, repeats: 1, validationFraction: 0, severalLabels },
    strategy: strategy === 'imported' ? imported : strategy,
  };
  return foldDealer(
    learned,
    options,
    config.seed,
  )(1).map(({ test }) => Int32Array.from(test, (id) => placeOf.get(id)!));
}
