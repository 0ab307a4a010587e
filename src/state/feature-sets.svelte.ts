// Which feature sets the current dataset has, the profile of each, and measuring what is missing.

import type { Clip, Dataset, DatasetTable } from '$lib/core/dataset-types';
import { createMatrix } from '$lib/core/matrix';
import { FeatureProfile } from '$lib/datasets/feature-profile';
import { featureColumns } from '$lib/datasets/tables/table-dataset';
import { inputOfRows, type FeatureColumns } from '$lib/evaluation/table-rows';
import type { FeatureColumn, VectorExtractor } from '$lib/features/extractor';
import { EXTRACTOR_IDS, loadExtractor, type ExtractorId } from '$lib/features/registry';
import { featureKey, featureStore } from '$lib/storage/feature-store';
import { tableStore } from '$lib/storage/table-store';
import type { DatasetState } from './dataset.svelte';
import { measureAll } from './measure-all';
import { ProgressClock } from './progress-clock';

/** The columns of a table of features are a set as well. */
const OWN_COLUMNS = 'table';
/** More values than this are not sorted for every column while somebody waits: half a second of work. */
const MAX_TABLE_VALUES = 5e6;
/** More clips than this make lists of them that nobody can choose from. */
const MAX_TABLE_CLIPS = 20_000;

/** A vector extractor beside the dataset, or the columns of its table. */
export interface FeatureSet {
  readonly id: ExtractorId | typeof OWN_COLUMNS;
  readonly version: number;
  readonly title: string;
  readonly columns: readonly FeatureColumn[];
  /** How many clips of the dataset have it. */
  readonly measured: number;
  /** Where the clips are rows of a table. */
  readonly table?: FeatureColumns;
}

export interface Measuring {
  readonly id: ExtractorId;
  /** 0…1. */
  readonly fraction: number;
  readonly secondsLeft: number | null;
}

export class FeatureSetsState {
  /** Every registered set, always in the same order; null until counted for this dataset. */
  readonly list = $derived.by(() =>
    this.#counted?.clips === this.#dataset.current?.clips ? (this.#counted?.sets ?? null) : null,
  );
  /** The one that most clips have; null until counted. */
  readonly fullest = $derived(
    this.list?.reduce((best, set) => (set.measured > best.measured ? set : best)) ?? null,
  );
  measuring = $state.raw<Measuring | null>(null);

  readonly #dataset: DatasetState;
  readonly #measureAll: typeof measureAll;
  #counted = $state.raw<{ clips: readonly Clip[]; sets: readonly FeatureSet[] } | null>(null);
  /** Profiles of the clips that were counted last, by extractor and how many clips it was read of. */
  #profiles = new Map<string, Promise<FeatureProfile>>();
  #controller: AbortController | null = null;

  constructor(dataset: DatasetState, measure = measureAll) {
    this.#dataset = dataset;
    this.#measureAll = measure;
  }

  /** Counts anew: after the dataset changed, or features were added elsewhere. */
  async refresh(): Promise<void> {
    const { clips, table } = this.#dataset.current ?? {};
    if (!clips) return;
    if (table) {
      const set = await setOfTable(table, clips.length);
      if (clips === this.#dataset.current?.clips) this.#count(clips, [set]);
      return;
    }
    const [keys, extractors] = await Promise.all([featureStore.keys(), vectorExtractors()]);
    if (clips !== this.#dataset.current?.clips) return; // whoever changed it asks again
    const sets = extractors.map(({ id, version, title, columns }) => ({
      id: id as ExtractorId,
      version,
      title,
      columns,
      measured: clips.filter((clip) => keys.has(featureKey(clip.id, id, version))).length,
    }));
    this.#count(clips, sets);
  }

  #count(clips: readonly Clip[], sets: readonly FeatureSet[]): void {
    if (clips !== this.#counted?.clips) this.#profiles.clear();
    this.#counted = { clips, sets };
  }

  /** Read once for a dataset and a number of measured clips. */
  profileOf(set: FeatureSet): Promise<FeatureProfile> {
    const clips = this.#counted?.clips ?? [];
    const key = `${set.id}/${set.version}/${set.measured}`;
    let profile = this.#profiles.get(key);
    if (!profile) {
      const profiles = this.#profiles;
      profile = readProfile(clips, set).catch((error: unknown) => {
        profiles.delete(key); // a failed attempt is not kept
        throw error;
      });
      profiles.set(key, profile);
    }
    return profile;
  }

  /**
   * Measures the set for every clip of the current dataset that lacks it; what is done stays.
   * Clips that cannot be measured leave the dataset.
   * @throws EarmarkError `features-missing` when some clips' audio could not be reached
   */
  async measure(id: FeatureSet['id']): Promise<void> {
    if (id === OWN_COLUMNS || !this.#dataset.current || this.#controller) return;
    const { signal } = (this.#controller = new AbortController());
    const clock = new ProgressClock();
    this.measuring = { id, fraction: 0, secondsLeft: null };
    try {
      await this.#measureAll({
        dataset: this.#dataset,
        extractors: [id],
        signal,
        onProgress: (fraction) => {
          const { secondsLeft } = clock.tick(fraction, 1);
          this.measuring = { id, fraction, secondsLeft };
        },
      });
    } finally {
      this.#controller = null;
      this.measuring = null;
      await this.refresh();
    }
  }

  stop(): void {
    this.#controller?.abort();
  }
}

async function vectorExtractors(): Promise<VectorExtractor[]> {
  const extractors = await Promise.all(EXTRACTOR_IDS.map((id) => loadExtractor(id)));
  return extractors.filter((extractor) => extractor.kind === 'vector');
}

/** Whether every row of a table can be put beside the others without making anybody wait. */
export function canCompareRows({ clips, table }: Dataset): boolean {
  const features = table?.columns.filter(({ role }) => role === 'feature').length ?? 0;
  return clips.length <= MAX_TABLE_CLIPS && clips.length * features <= MAX_TABLE_VALUES;
}

async function setOfTable({ id, columns }: DatasetTable, measured: number): Promise<FeatureSet> {
  const { extractor, ...used } = featureColumns(columns);
  const table = { tableId: id, ...used };
  const known = (await vectorExtractors()).find((each) => each.id === extractor);
  if (known) {
    const { title, version } = known;
    return { id: known.id as ExtractorId, version, title, columns: known.columns, measured, table };
  }
  const described = used.names.map((name) => ({ name, unit: '', help: '' }));
  const title = 'The table’s own columns';
  return { id: OWN_COLUMNS, version: 1, title, columns: described, measured, table };
}

async function readProfile(clips: readonly Clip[], set: FeatureSet): Promise<FeatureProfile> {
  const { id, version, columns, table } = set;
  if (table) {
    const { matrix } = await inputOfRows(table, clips, tableStore);
    const clipIds = clips.map((clip) => clip.id);
    return new FeatureProfile({ values: matrix, clipIds, genres: clips.map(({ genre }) => genre) });
  }
  const saved = await featureStore.getMany(
    clips.map((clip) => clip.id),
    id,
    version,
  );
  const rows = clips.flatMap((clip, index) => {
    const value = saved[index];
    const isWhole = value?.kind === 'vector' && value.values.length === columns.length;
    return isWhole ? [{ clip, values: value.values }] : [];
  });
  const values = createMatrix(rows.length, columns.length);
  rows.forEach((row, index) => values.data.set(row.values, index * columns.length));
  return new FeatureProfile({
    values,
    clipIds: rows.map(({ clip }) => clip.id),
    genres: rows.map(({ clip }) => clip.genre),
  });
}
