// Clips that turn out not to be measurable after their import: taken out of the dataset with a word, or on request.

import type { Dataset } from '$lib/core/dataset-types';
import { ERROR_CATALOGUE } from '$lib/core/errors';
import { setClipsAside, takeClipsBack } from '$lib/datasets/set-aside';
import { isNotMeasurable, namesOf, type ClipFailure } from './clip-failures';
import type { NoticeState } from './notices.svelte';

/** Changes a saved dataset, after whatever else is changing it. */
export type EditDataset = (id: string, edit: (dataset: Dataset) => Dataset) => Promise<void>;

export class SetAsideState {
  readonly #notices: NoticeState;
  readonly #edit: EditDataset;

  constructor(notices: NoticeState, edit: EditDataset) {
    this.#notices = notices;
    this.#edit = edit;
  }

  /** Says which clips and why, and how to get them back. */
  async put(datasetId: string, failures: readonly ClipFailure[]): Promise<void> {
    const [first] = failures;
    if (!first) return;
    await this.#edit(datasetId, (dataset) => setClipsAside(dataset, failures));
    const { code, got } = first.error;
    const undo = (): Promise<void> =>
      this.#edit(datasetId, (dataset) => takeClipsBack(dataset, failures));
    this.#notices.show({
      level: 'warning',
      code: 'clips-set-aside',
      text: `Set aside from the dataset, because they cannot be measured: ${namesOf(failures)} (${ERROR_CATALOGUE[code].title}: ${got}). The Data stage lists them; importing them again is another try.`,
      actions: [{ label: 'Undo', run: () => this.#notices.guard(undo()) }],
    });
  }

  /** Asks, where something else than the clips may be at fault or a run depends on them. */
  offer(datasetId: string, failures: readonly ClipFailure[]): void {
    const unusable = failures.filter(isNotMeasurable);
    if (unusable.length === 0) return;
    this.#notices.show({
      level: 'info',
      code: 'set-aside-offer',
      text: `Go on without what cannot be measured? ${namesOf(unusable)}. Taken out, they make another dataset: runs on the one with them stay, but cannot be resumed.`,
      actions: [
        {
          label: 'Set aside',
          run: () => this.#notices.guard(this.put(datasetId, unusable)),
        },
      ],
    });
  }
}
