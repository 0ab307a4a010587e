// Keeps the form of the Train stage, its search for settings included, for the next time that the page is opened. What was
// kept is taken up once; from then on the form alone says what is kept.

import { settingsStore, type TrainForm } from '$lib/storage/settings-store';
import type { NoticeState } from './notices.svelte';
import type { SweepState } from './sweep.svelte';
import type { TrainingState } from './training.svelte';

export interface TrainFormParts {
  readonly notices: Pick<NoticeState, 'guard'>;
  readonly training: Pick<TrainingState, 'form' | 'restoreForm'>;
  readonly sweep: { readonly choice: Pick<SweepState['choice'], 'kept' | 'restore'> };
}

export class TrainFormKeeper {
  readonly #parts: TrainFormParts;
  /** As JSON. */
  #saved = '';

  constructor(parts: TrainFormParts) {
    this.#parts = parts;
  }

  /** Takes up what was kept; datasets and runs that it names are to be there by then. */
  async load(): Promise<void> {
    const { training, sweep } = this.#parts;
    const form = await settingsStore.trainForm();
    if (form) {
      training.restoreForm(form);
      sweep.choice.restore(form.search);
    }
    this.#saved = JSON.stringify(this.#form());
  }

  /** Keeps the form as it is now, if it has changed; called whenever it may have. */
  keep(): void {
    const form = this.#form();
    const json = JSON.stringify(form);
    if (json === this.#saved) return;
    this.#saved = json;
    this.#parts.notices.guard(settingsStore.setTrainForm(form));
  }

  #form(): TrainForm {
    const { training, sweep } = this.#parts;
    return { version: 1, ...training.form, search: sweep.choice.kept };
  }
}
