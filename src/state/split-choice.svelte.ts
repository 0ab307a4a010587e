// How the Train stage divides the clips: by chance, by artist, or as one of the imported lists says.

import type { Clip, Dataset, SplitStrategy } from '$lib/core/dataset-types';
import { clipsUnder, otherSplits } from './split-plan';

export class SplitChoice {
  #chosen = $state<SplitStrategy>('random');
  #list = $state<string | null>(null);
  readonly #dataset: { readonly current: Dataset | null };

  /** Lists with another split than the one that the clips carry. */
  readonly others = $derived.by((): readonly string[] => {
    const { current } = this.#dataset;
    return current ? otherSplits(current) : [];
  });
  /** Of the imported splits the one of this list; null for the one that the clips carry. */
  readonly list = $derived.by((): string | null => {
    const isThere = this.#chosen === 'imported' && this.others.includes(this.#list ?? '');
    return isThere ? this.#list : null;
  });
  /** As chosen; by chance where the dataset lacks what that takes. */
  readonly strategy = $derived.by((): SplitStrategy => {
    const { clips = [] } = this.#dataset.current ?? {};
    if (this.#chosen === 'artist' && !clips.some(({ artist }) => artist)) return 'random';
    if (this.#chosen === 'imported' && this.list === null && !clips.some(({ split }) => split)) {
      return 'random';
    }
    return this.#chosen;
  });
  /** As the chosen list marks them, if one is chosen. */
  readonly clips = $derived.by((): readonly Clip[] => {
    const { current } = this.#dataset;
    return current ? clipsUnder(current, this.list) : [];
  });
  /** What the imported split is called that is or would be chosen. */
  readonly name = $derived.by(
    (): string | undefined => this.list ?? this.#dataset.current?.splitName,
  );

  constructor(dataset: { readonly current: Dataset | null }) {
    this.#dataset = dataset;
  }

  /** @param list of an imported split: its name, if it has one */
  choose(strategy: SplitStrategy, list: string | null = null): void {
    this.#chosen = strategy;
    this.#list = list;
  }
}
