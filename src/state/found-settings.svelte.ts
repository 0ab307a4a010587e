// Settings that a search has found and a visitor has put into the form: whose they are, and whether they still stand there.

import type { ParamValues } from '$lib/core/run-types';

/** Of the form: the approach that is chosen, and its settings. */
export interface FormSettings {
  readonly approachId: string;
  readonly params: ParamValues;
}

interface Found {
  readonly tryNumber: number;
  readonly approachId: string;
  /** As JSON. */
  readonly params: string;
}

export class FoundSettings {
  #found = $state.raw<Found | null>(null);
  #isNew = $state(false);
  readonly #form: FormSettings;

  constructor(form: FormSettings) {
    this.#form = form;
  }

  /** The try, counted from 1; null where the form's approach has no such settings. */
  get tryNumber(): number | null {
    const isHere = this.#found?.approachId === this.#form.approachId;
    return isHere ? (this.#found?.tryNumber ?? null) : null;
  }

  /** The form has others since. */
  get isChanged(): boolean {
    return this.#found?.params !== JSON.stringify(this.#form.params);
  }

  /** Nobody was shown them yet. */
  get isNew(): boolean {
    return this.#isNew;
  }

  /** They are in the form from now on. @param candidate of the try, counted from 0 */
  put(candidate: number): void {
    const { approachId, params } = this.#form;
    this.#found = { tryNumber: candidate + 1, approachId, params: JSON.stringify(params) };
    this.#isNew = true;
  }

  see(): void {
    this.#isNew = false;
  }

  /** Something else was put into the form. */
  forget(): void {
    this.#found = null;
    this.#isNew = false;
  }
}
