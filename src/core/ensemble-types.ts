// What a run keeps of the runs that it lets answer together, and of what that gained.

import type { RunConfig } from './run-types';

export interface EnsembleUse {
  /** At least two. */
  readonly members: readonly EnsembleMember[];
}

/** A finished run in an ensemble, with all that asking its model or training it again needs: it may be deleted since. */
export interface EnsembleMember extends Pick<
  RunConfig,
  'approach' | 'seed' | 'params' | 'backbone'
> {
  readonly runId: string;
}

/** What an ensemble gained over its best member: accuracies on the same test clips, 0…1. */
export interface EnsembleGain {
  /** The member that was best on the validation clips; its place among them. */
  readonly bestMember: number;
  readonly memberAccuracy: number;
  /** Accuracy of the ensemble less that of the member, −1…1. */
  readonly gain: number;
  /** 95 % interval of the gain, by a paired bootstrap. */
  readonly low: number;
  readonly high: number;
  /** Share of the vote, one a member, sums to 1; none where a model on top weighs them. */
  readonly weights?: readonly number[] | undefined;
}
