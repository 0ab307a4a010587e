// The checkpoints that runs can go on from. Of a cross-validation every finished fold has a row of its own, written once:
// at each checkpoint only what has changed is written.

import type { EpochRecord } from '../core/run-types';
import type { FinishedFold } from '../evaluation/cross-validate';
import type { Checkpoint } from '../trainers/trainer';
import { checkpointSchema, finishedFoldSchema, parser } from './schemas';
import { Store } from './store';

/** Where a run is, and the epochs up to there: they belong together, so they are one row, written in one transaction. */
interface SavedPosition {
  readonly version: 1;
  /** Of a cross-validation: inside the fold after the finished ones; null at its beginning. */
  readonly checkpoint: Checkpoint | null;
  readonly history: readonly EpochRecord[];
  /** Of a cross-validation: `splitFingerprint` of the clips of the fold in progress. */
  readonly dealt?: string | undefined;
}

export interface SavedCheckpoint extends SavedPosition {
  /** Of a cross-validation: the finished folds, in order. */
  readonly folds: readonly FinishedFold[];
}

export interface CheckpointRow extends SavedPosition {
  /** Of a cross-validation: finished folds. */
  readonly numFolds?: number | undefined;
}

const positions = new Store<CheckpointRow>({
  name: 'checkpoints',
  parse: parser(checkpointSchema),
});
const folds = new Store<FinishedFold>({
  name: 'checkpoint-folds',
  parse: parser(finishedFoldSchema),
});

export const checkpointStore = {
  /** Where the run can go on; after a fold that cannot be read back nothing counts. */
  async get(runId: string): Promise<SavedCheckpoint | null> {
    const row = await positions.get(runId);
    if (!row) return null;
    const { numFolds = 0, ...position } = row;
    const kept = await folds.getMany(Array.from({ length: numFolds }, (_, i) => foldKey(runId, i)));
    const lost = kept.indexOf(null);
    const finished = kept.slice(0, lost === -1 ? numFolds : lost).filter((fold) => fold !== null);
    return lost === -1
      ? { ...position, folds: finished }
      : { version: 1, checkpoint: null, history: [], folds: finished };
  },

  async set(runId: string, { folds: finished, ...position }: SavedCheckpoint): Promise<void> {
    await folds.setMany(finished.map((fold, i) => [foldKey(runId, i), fold]));
    await positions.set(runId, { ...position, numFolds: finished.length });
  },

  /** Leaves the finished folds as they are. */
  async setPosition(runId: string, row: CheckpointRow): Promise<void> {
    await positions.set(runId, row);
  },

  /**
   * The fold first: a crash between the two leaves the position inside it, from where it is finished again.
   * @param index of the fold, from 0: the next one begins
   */
  async addFold(runId: string, index: number, fold: FinishedFold): Promise<void> {
    await folds.set(foldKey(runId, index), fold);
    const row = { version: 1, checkpoint: null, history: [], numFolds: index + 1 } as const;
    await positions.set(runId, row);
  },

  async delete(runId: string): Promise<void> {
    await positions.delete(runId);
    const keys = await folds.keys();
    await folds.deleteMany(keys.filter((key) => runIdOf(key) === runId));
  },

  /** Of every run that something is kept of. */
  async runIds(): Promise<string[]> {
    return [...new Set([...(await positions.keys()), ...(await folds.keys()).map(runIdOf)])];
  },
};

function foldKey(runId: string, index: number): string {
  return `${runId}/${index}`;
}

function runIdOf(key: string): string {
  return key.slice(0, key.lastIndexOf('/'));
}
