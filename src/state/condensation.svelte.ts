// What a run's model did to its columns before the trees learned: read from the saved model when somebody looks.

import { toEarmarkError, type ErrorRecord } from '$lib/core/errors';
import { modelStore } from '$lib/storage/run-store';
import type { Condensation } from '$lib/trainers/pipeline/condensation';

export type CondensationStatus =
  | { readonly phase: 'reading' }
  | { readonly phase: 'done'; readonly condensation: Condensation }
  /** No model is kept of the run, or none with such steps. */
  | { readonly phase: 'none' }
  | { readonly phase: 'failed'; readonly error: ErrorRecord };

/** How much is told of what the components are made of. */
const DESCRIBED = { components: 5, columns: 5 };

export class CondensationState {
  status = $state.raw<CondensationStatus>({ phase: 'reading' });
  #runId: string | null = null;

  async read(runId: string): Promise<void> {
    this.#runId = runId;
    this.status = { phase: 'reading' };
    const status = await this.#answer(runId);
    if (this.#runId === runId) this.status = status;
  }

  async #answer(runId: string): Promise<CondensationStatus> {
    try {
      const model = await modelStore.get(runId);
      const { condensationOf } = await import('$lib/trainers/pipeline/condensation');
      const condensation = model && condensationOf(model, DESCRIBED);
      return condensation ? { phase: 'done', condensation } : { phase: 'none' };
    } catch (error) {
      return { phase: 'failed', error: toEarmarkError(error).record };
    }
  }
}
