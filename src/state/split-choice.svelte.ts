// How the Train stage divides the clips: by chance, by artist, or as one of the imported lists says.

import type { Clip, Dataset, SplitStrategy } from '$lib/core/dataset-types';
import { clipsUnder, otherSplits } from './split-plan';

export interface SplitCircumstances {
  readonly dataset: { readonly current: Dataset | null };
  /** Whether the run is cross-validated: an imported split cannot be dealt into folds. */
  readonly examination: { readonly kind: 'none' | 'kfold' };
}

export class SplitChoice {
  #chosen = $state<SplitStrategy>('random');
  #list = $state<string | null>(null);
  readonly #given: SplitCircumstances;

  /** Lists with another split than the one that the clips carry. */
  readonly others = $derived.by((): readonly string[] => {
    const { current } = this.#given.dataset;
    return current ? otherSplits(current) : [];
  });
  /** Why there cannot be what was chosen; '' where there can. */
  readonly missing = $derived.by((): string => {
    const { dataset, examination } = this.#given;
    const { clips = [], splitName } = dataset.current ?? {};
    if (this.#chosen === 'random' || clips.length === 0) return '';
    if (this.#chosen === 'artist') {
      return clips.some(({ artist }) => artist) ? '' : 'no artists known';
    }
    const list = this.#list;
    const isOther = list !== null && this.others.includes(list);
    if (!isOther && list !== null && list !== splitName) return `no list “${list}” here`;
    if (!isOther && !clips.some(({ split }) => split)) return 'none found';
    return examination.kind === 'kfold' ? 'not with cross-validation' : '';
  });
  /** As chosen; by chance where there cannot be that. */
  readonly strategy = $derived<SplitStrategy>(this.missing ? 'random' : this.#chosen);
  /** Of the imported splits the one of this list; null for the one that the clips carry. */
  readonly list = $derived.by((): string | null => {
    const isOther = this.strategy === 'imported' && this.others.includes(this.#list ?? '');
    return isOther ? this.#list : null;
  });
  /** As the chosen list marks them, if one is chosen. */
  readonly clips = $derived.by((): readonly Clip[] => {
    const { current } = this.#given.dataset;
    return current ? clipsUnder(current, this.list) : [];
  });
  /** What the imported split is called that is or would be chosen. */
  readonly name = $derived.by(
    (): string | undefined => this.list ?? this.#given.dataset.current?.splitName,
  );

  constructor(given: SplitCircumstances) {
    this.#given = given;
  }

  /** What was chosen, whether or not there can be that. */
  get chosen(): SplitStrategy {
    return this.#chosen;
  }

  /** @param list of an imported split: its name, if it has one */
  choose(strategy: SplitStrategy, list: string | null = null): void {
    this.#chosen = strategy;
    this.#list = list;
  }
}
