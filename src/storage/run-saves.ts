// What a run in training saves: where it is, and its best model so far, off the training's path. Each row is written in one
// transaction, and the row of the position is whole in itself (it carries the best weights too), so a crash leaves the last
// one. The model is written before its position: a crash between the two leaves a model that is newer, never one that is lost.

import { EarmarkError, toEarmarkError } from '../core/errors';
import type { FinishedFold } from '../evaluation/cross-validate';
import type { ModelJson } from '../trainers/trainer';
import { checkpointStore, type CheckpointRow } from './checkpoint-store';
import { LatestSave } from './latest-save';
import { modelStore } from './run-store';

interface Save {
  readonly position: CheckpointRow;
  readonly best: ModelJson | null;
}

export interface RunSavesOptions {
  readonly runId: string;
  /** False once what was read back from the device may be garbage: then nothing is written any more. */
  isSound(): boolean;
  /** A save failed; what was saved before is still there, and training goes on. */
  onProblem(error: EarmarkError): void;
}

export class RunSaves {
  readonly #options: RunSavesOptions;
  readonly #saves: LatestSave<Save>;
  #best: ModelJson | null = null;
  /** A best model whose save failed: it belongs before every later position too. */
  #owed: ModelJson | null = null;

  constructor(options: RunSavesOptions) {
    this.#options = options;
    this.#saves = new LatestSave<Save>({
      write: (save) => this.#write(save),
      merge: (waiting, newer) => ({ ...newer, best: newer.best ?? waiting.best }),
      onError: (error) => this.#tell(error),
    });
  }

  /** The best model that was given, saved or not. */
  get best(): ModelJson | null {
    return this.#best;
  }

  /** Returns at once. */
  put(position: CheckpointRow, best: ModelJson | null = null): void {
    this.#best = best ?? this.#best;
    this.#saves.put({ position, best });
  }

  /** Resolves when the fold is saved, or could not be: written after all positions inside it, which it replaces. */
  async addFold(index: number, fold: FinishedFold): Promise<void> {
    await this.#saves.settle();
    try {
      await checkpointStore.addFold(this.#options.runId, index, fold);
    } catch (error) {
      this.#tell(error);
    }
  }

  /** Resolves when everything is saved, or could not be. */
  settle(): Promise<void> {
    return this.#saves.settle();
  }

  async #write({ position, best }: Save): Promise<void> {
    const { runId, isSound } = this.#options;
    if (!isSound()) return;
    this.#owed = best ?? this.#owed;
    if (this.#owed) await modelStore.set(runId, this.#owed);
    this.#owed = null;
    await checkpointStore.setPosition(runId, position);
  }

  #tell(error: unknown): void {
    const { code, got } = toEarmarkError(error, 'storage-unavailable');
    const goesOn = `${got} (training goes on, and what was saved before is still there)`;
    this.#options.onProblem(new EarmarkError(code, goesOn, { cause: error }));
  }
}
