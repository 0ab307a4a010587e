// Clips that turn out after their import not to be of use, because they cannot be measured or because their genre has too
// few: taken out of the dataset with a word, or on request.

import type { Clip, Dataset } from '$lib/core/dataset-types';
import { setClipsAside, takeClipsBack, type UnusableClip } from '$lib/datasets/set-aside';
import { isNotMeasurable, namesOf, reasonOf, type ClipFailure } from './clip-failures';
import type { NoticeState } from './notices.svelte';
import { remakeTable } from './remake-table';

/** Changes a saved dataset, after whatever else is changing it. */
export type EditDataset = (
  id: string,
  edit: (dataset: Dataset) => Dataset | Promise<Dataset>,
) => Promise<void>;

/** A genre and all its clips. */
export interface SmallGenre {
  readonly genre: string;
  readonly clips: readonly Clip[];
}

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
    await this.#take(datasetId, failures, {
      level: 'warning',
      code: 'clips-set-aside',
      text: `Set aside as not measurable: ${namesOf(failures)} (${reasonOf(first.error)}). The Data stage lists what is set aside; importing them again is another try.`,
    });
  }

  /** Takes genres with too few clips out of the dataset, so that the rest can be trained on. */
  async leaveOut(datasetId: string, genres: readonly SmallGenre[]): Promise<void> {
    const unusable = genres.flatMap(({ genre, clips }) => {
      const got = `${clips.length} of ${genre}`;
      return clips.map((clip) => ({ clip, error: { code: 'genre-left-out', got } as const }));
    });
    if (unusable.length === 0) return;
    await this.#take(datasetId, unusable, {
      level: 'info',
      code: 'genre-left-out',
      text: `Left out: ${namesOf(unusable)}. The Data stage lists what is set aside.`,
    });
  }

  async #take(
    datasetId: string,
    unusable: readonly UnusableClip[],
    notice: { level: 'info' | 'warning'; code: string; text: string },
  ): Promise<void> {
    await this.#edit(datasetId, (dataset) => setClipsAside(dataset, unusable));
    const undo = (): Promise<void> =>
      this.#edit(datasetId, (dataset) => remakeTable(takeClipsBack(dataset, unusable)));
    const actions = [{ label: 'Undo', run: () => this.#notices.guard(undo()) }];
    this.#notices.show({ ...notice, actions });
  }

  /** Asks, where something else than the clips may be at fault or a run depends on them. */
  offer(datasetId: string, failures: readonly ClipFailure[]): void {
    const unusable = failures.filter(isNotMeasurable);
    if (unusable.length === 0) return;
    this.#notices.show({
      level: 'info',
      code: 'set-aside-offer',
      isQuestion: true,
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
