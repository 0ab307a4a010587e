// Saves a run while it is trained. A browser that has no room left does not end the training: it is told once, and a
// finished model that could not be saved stays in memory, with a way to save it later.

import {
  EarmarkError,
  tellError,
  toEarmarkError,
  type ErrorCode,
  type ErrorRecord,
} from '$lib/core/errors';
import type { Run } from '$lib/core/run-types';
import { checkpointStore } from '$lib/storage/checkpoint-store';
import { modelStore, startModelStore } from '$lib/storage/run-store';
import type { ModelJson } from '$lib/trainers/trainer';
import type { NoticeState } from './notices.svelte';
import type { RunsState } from './runs.svelte';

export interface RunKeeperParts {
  readonly notices: NoticeState;
  readonly runs: RunsState;
}

export class RunKeeper {
  readonly #parts: RunKeeperParts;
  readonly #told = new Set<ErrorCode>();

  constructor(parts: RunKeeperParts) {
    this.#parts = parts;
  }

  /** Shows the run as it is now, and saves it if it can. */
  async put(run: Run): Promise<void> {
    try {
      await this.#parts.runs.put(run);
    } catch (error) {
      const { code, got } = toEarmarkError(error);
      this.warn({ code, got: `${got} (training goes on)` });
    }
  }

  /** Tells of what works all the same, but worse: once a code, whoever noticed it. */
  warn(record: ErrorRecord): void {
    if (!this.#told.has(record.code)) this.#parts.notices.showWarning(record);
    this.#told.add(record.code);
  }

  /** The run with what it has come to. One that is done needs no checkpoint any more, once all of it is saved. */
  async finish(run: Run, model: ModelJson | null): Promise<void> {
    const { runs, notices } = this.#parts;
    try {
      if (model) await modelStore.set(run.id, model);
      await runs.put(run);
    } catch (error) {
      await runs.put(run, { save: false });
      const { record } = new EarmarkError('model-unsaved', toEarmarkError(error).got);
      const again = { label: 'Save again', run: () => notices.guard(this.finish(run, model)) };
      notices.show({
        level: 'error',
        code: record.code,
        text: tellError(record),
        actions: [again],
      });
      return;
    }
    if (run.status === 'done') notices.guard(this.#forgetTheWay(run));
  }

  /** What only a run that is not finished needs. */
  async #forgetTheWay({ id, config }: Run): Promise<void> {
    await checkpointStore.delete(id);
    if (config.startFrom) await startModelStore.delete(id);
  }
}
