// Clips that a model has met before it is examined on them: its score on those says less than it seems to.

import type { Run } from '../core/run-types';

type Learner = Pick<Run, 'split' | 'heardBefore'>;

/** Ids of the clips that a run learned from or picked its epoch by, and of those that its start had: once each. */
export function learnedFrom({ split, heardBefore = [] }: Learner): string[] {
  return [...new Set([...split.train, ...split.validation, ...heardBefore])];
}

/** Ids of the clips that a run's score is on: of a cross-validation every clip, in some fold. */
export function heldOutClips({
  split,
  config,
}: {
  readonly split: Run['split'];
  readonly config: Pick<Run['config'], 'crossValidation'>;
}): readonly string[] {
  return config.crossValidation ? split.train : split.test;
}

/** Those of the clips that are among the heard ones, in their order. */
export function heardAmong(clips: readonly string[], heard: Iterable<string>): string[] {
  const known = new Set(heard);
  return clips.filter((id) => known.has(id));
}
