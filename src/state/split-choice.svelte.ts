// How the Train stage divides the clips: by chance, by artist, or as one of the imported lists says. What is chosen by hand
// stays with its dataset; until then the split that it came with counts, else what was chosen last.

import type { Clip, Dataset, SplitStrategy } from '$lib/core/dataset-types';
import { artistKey } from '$lib/datasets/artist-split';
import type { TrainForm } from '$lib/storage/settings-store';
import { clipsUnder, otherSplits, splitItCameWith, type ImportedSplit } from './split-plan';

export interface SplitCircumstances {
  readonly dataset: { readonly current: Dataset | null };
  /** Whether the run is cross-validated: an imported split cannot be dealt into folds. */
  readonly examination: { readonly kind: 'none' | 'kfold' };
}

type Choice = ImportedSplit | { readonly strategy: 'random' | 'artist'; readonly list: null };

export class SplitChoice {
  /** Under the ids of their datasets. */
  #byHand = $state.raw<ReadonlyMap<string, Choice>>(new Map());
  #latest = $state.raw<Choice>({ strategy: 'random', list: null });
  readonly #given: SplitCircumstances;
  /** Null once there was a choice by hand. */
  readonly #cameWith = $derived.by((): ImportedSplit | null => {
    const { current } = this.#given.dataset;
    return current && !this.#byHand.has(current.id) ? splitItCameWith(current) : null;
  });
  readonly #choice = $derived.by((): Choice => {
    const { current } = this.#given.dataset;
    return (current && this.#byHand.get(current.id)) ?? this.#cameWith ?? this.#latest;
  });

  /** Lists with another split than the one that the clips carry. */
  readonly others = $derived.by((): readonly string[] => {
    const { current } = this.#given.dataset;
    return current ? otherSplits(current) : [];
  });
  /** Why there cannot be what was chosen; '' where there can. */
  readonly missing = $derived.by((): string => {
    const { dataset, examination } = this.#given;
    const { clips = [], splitName } = dataset.current ?? {};
    const { strategy, list } = this.#choice;
    if (strategy === 'random' || clips.length === 0) return '';
    if (strategy === 'artist') {
      return clips.some(({ artist }) => artist) ? '' : 'no artists known';
    }
    const isOther = list !== null && this.others.includes(list);
    if (!isOther && list !== null && list !== splitName) return `no list “${list}” here`;
    if (!isOther && !clips.some(({ split }) => split)) return 'none found';
    return examination.kind === 'kfold' ? 'not with cross-validation' : '';
  });
  /** As chosen; by chance where there cannot be that. */
  readonly strategy = $derived<SplitStrategy>(this.missing ? 'random' : this.#choice.strategy);
  /** Nobody chose it: it is used because the data came with it. */
  readonly isGiven = $derived(this.#cameWith !== null && this.strategy === 'imported');
  /** Of the imported splits the one of this list; null for the one that the clips carry. */
  readonly list = $derived.by((): string | null => {
    const { list } = this.#choice;
    return this.strategy === 'imported' && this.others.includes(list ?? '') ? list : null;
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
  /** Clips without an artist: a split by artist takes each for an artist of its own. */
  readonly clipsWithoutArtist = $derived.by((): number => {
    const { clips = [] } = this.#given.dataset.current ?? {};
    return clips.filter((clip) => artistKey(clip) === null).length;
  });

  constructor(given: SplitCircumstances) {
    this.#given = given;
  }

  /** What was chosen, whether or not there can be that. */
  get chosen(): SplitStrategy {
    return this.#choice.strategy;
  }

  /** What was chosen, to be kept. */
  get kept(): TrainForm['split'] {
    return { latest: this.#latest, byHand: Object.fromEntries(this.#byHand) };
  }

  /** Takes up what was kept, but of datasets that are gone. */
  restore({ latest, byHand }: TrainForm['split'], isThere: (datasetId: string) => boolean): void {
    this.#latest = latest;
    this.#byHand = new Map(Object.entries(byHand).filter(([id]) => isThere(id)));
  }

  /** @param list of an imported split: its name, if it has one */
  choose(strategy: SplitStrategy, list: string | null = null): void {
    const choice: Choice = strategy === 'imported' ? { strategy, list } : { strategy, list: null };
    const { current } = this.#given.dataset;
    this.#latest = choice;
    if (current) this.#byHand = new Map([...this.#byHand, [current.id, choice]]);
  }
}
