// Where a clip stands among the others, feature by feature: against its own genre, and against all clips.
// Plain descriptive statistics; nothing here is learned or tested for significance.

import { row, type Matrix } from '../core/matrix';
import {
  countBelow,
  countOthers,
  countUpTo,
  otherAt,
  othersThan,
  quantile,
  sortFinite,
  type SortedOthers,
} from './feature-profile-order';

/** One feature set, measured on clips of one dataset. */
export interface FeatureTable {
  /** Shape [clips, columns]; not finite where something was not measured. */
  readonly values: Matrix;
  /** One a row. */
  readonly clipIds: readonly string[];
  /** One a row. */
  readonly genres: readonly string[];
}

/** How the values of a group spread, in the unit of the feature. */
export interface Quantiles {
  /** 5 % of the group lie below. */
  readonly low: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  /** 5 % of the group lie above. */
  readonly high: number;
}

/** How many other clips of a group lie below, level with and above a clip. */
export interface Comparison {
  readonly others: number;
  readonly below: number;
  readonly equal: number;
  readonly above: number;
}

/** One feature of one clip. */
export interface Standing {
  readonly column: number;
  /** NaN where it was not measured. */
  readonly value: number;
  /**
   * Which share of the other clips it lies beyond, on the side where that is more, 0…1: of its genre, or of all where
   * its genre has fewer than `MIN_OTHERS`. −1 where nothing can be compared.
   */
  readonly place: number;
  /** From the median of the same clips: see `deviationFrom`. */
  readonly deviation: number;
  /** Beyond (nearly) all of its genre, and far from them or beyond (nearly) all other clips as well. */
  readonly isUnusual: boolean;
}

/** What a clip is compared with: the other clips of its genre, or of the whole dataset. */
export type Group = 'genre' | 'all';

/** With fewer other clips than this, quartiles say nothing. */
export const MIN_OTHERS = 4;
/** Tukey's fences, 1.5 interquartile ranges beyond the quartiles, as a deviation. */
const UNUSUAL_DEVIATION = 2.7;
/** As a share of the others that a clip lies beyond. */
const NEARLY_ALL = 0.95;
/** With fewer clips in all, lying beyond nearly all of them says no more than lying beyond the genre. */
const MIN_CLIPS = 20;

/** Interquartile range of a normal distribution, in standard deviations. */
const NORMAL_IQR = 1.349;

/** Sorts a column of a group when it is first asked for: all of them up front would take seconds. */
export class FeatureProfile {
  readonly numColumns: number;
  readonly numClips: number;
  readonly #table: FeatureTable;
  readonly #rows: ReadonlyMap<string, number>;
  readonly #everyRow: readonly number[];
  readonly #rowsOfGenre = new Map<string, number[]>();
  readonly #sorted = new Map<string, Float32Array>();

  constructor(table: FeatureTable) {
    this.#table = table;
    this.numColumns = table.values.columns;
    this.numClips = table.clipIds.length;
    this.#rows = new Map(table.clipIds.map((id, index) => [id, index]));
    this.#everyRow = table.clipIds.map((_, index) => index);
    table.genres.forEach((genre, index) => {
      const rows = this.#rowsOfGenre.get(genre);
      if (rows) rows.push(index);
      else this.#rowsOfGenre.set(genre, [index]);
    });
  }

  has(clipId: string): boolean {
    return this.#rows.has(clipId);
  }

  /** How many other clips of its genre were measured. */
  numSiblings(clipId: string): number {
    return (this.#rowsOfGenre.get(this.#genreOf(clipId))?.length ?? 1) - 1;
  }

  /**
   * Every feature of the clip, the most unusual first: by the share of others it lies beyond, which is what words say of
   * it, and by distance where that is the same. Those not measured come last.
   */
  ranked(clipId: string): Standing[] {
    return Array.from({ length: this.numColumns }, (_, column) =>
      this.#standing(clipId, column),
    ).sort(
      (a, b) =>
        Number(b.isUnusual) - Number(a.isUnusual) ||
        b.place - a.place ||
        Math.abs(b.deviation) - Math.abs(a.deviation) ||
        a.column - b.column,
    );
  }

  /** The largest size, whatever its sign, of any clip's value; 0 where none has one. */
  largest(clipId: string, column: number): number {
    const sorted = this.#sortedColumn(clipId, column, 'all');
    return Math.max(Math.abs(sorted[0] ?? 0), Math.abs(sorted.at(-1) ?? 0));
  }

  #standing(clipId: string, column: number): Standing {
    const value = this.#valueOf(clipId, column);
    const inGenre = this.compare(clipId, column, 'genre');
    const hasGenre = inGenre.others >= MIN_OTHERS;
    const inAll = this.compare(clipId, column, 'all');
    const deviation = deviationFrom(
      this.#others(clipId, column, hasGenre ? 'genre' : 'all'),
      value,
    );
    const place = placeOf(hasGenre ? inGenre : inAll);
    const isFar = Math.abs(deviation) >= UNUSUAL_DEVIATION;
    const isBeyondAll = inAll.others >= MIN_CLIPS && placeOf(inAll) >= NEARLY_ALL;
    const isUnusual = hasGenre && place >= NEARLY_ALL && (isFar || isBeyondAll);
    return { column, value, place, deviation, isUnusual };
  }

  compare(clipId: string, column: number, group: Group): Comparison {
    const value = this.#valueOf(clipId, column);
    const { sorted, skipped } = this.#others(clipId, column, group);
    const others = countOthers({ sorted, skipped });
    if (Number.isNaN(value)) return { others, below: 0, equal: 0, above: 0 };
    const below = countBelow(value, sorted);
    const upTo = countUpTo(value, sorted);
    return {
      others,
      below,
      equal: upTo - below - (skipped < 0 ? 0 : 1),
      above: sorted.length - upTo,
    };
  }

  /** How the other clips of the group spread; null where none has a value. */
  quantiles(clipId: string, column: number, group: Group): Quantiles | null {
    const others = this.#others(clipId, column, group);
    if (countOthers(others) === 0) return null;
    return {
      low: quantile(others, 0.05),
      lowerQuartile: quantile(others, 0.25),
      median: quantile(others, 0.5),
      upperQuartile: quantile(others, 0.75),
      high: quantile(others, 0.95),
    };
  }

  /** The other clips' values themselves, for a group of a few; rising. */
  values(clipId: string, column: number, group: Group): number[] {
    const others = this.#others(clipId, column, group);
    return Array.from({ length: countOthers(others) }, (_, rank) => otherAt(others, rank));
  }

  #others(clipId: string, column: number, group: Group): SortedOthers {
    return othersThan(this.#valueOf(clipId, column), this.#sortedColumn(clipId, column, group));
  }

  #sortedColumn(clipId: string, column: number, group: Group): Float32Array {
    const genre = this.#genreOf(clipId);
    const key = group === 'all' ? `${column}` : `${column} ${genre}`;
    let sorted = this.#sorted.get(key);
    if (!sorted) {
      const rows = group === 'all' ? this.#everyRow : (this.#rowsOfGenre.get(genre) ?? []);
      const { data, columns } = this.#table.values;
      sorted = sortFinite(rows.map((index) => data[index * columns + column]!));
      this.#sorted.set(key, sorted);
    }
    return sorted;
  }

  /** NaN where it is not a finite number. */
  #valueOf(clipId: string, column: number): number {
    const value = row(this.#table.values, this.#rowOf(clipId))[column] ?? NaN;
    return Number.isFinite(value) ? value : NaN;
  }

  #genreOf(clipId: string): string {
    return this.#table.genres[this.#rowOf(clipId)]!;
  }

  /** @throws RangeError for a clip that is not in the table */
  #rowOf(clipId: string): number {
    const index = this.#rows.get(clipId);
    if (index === undefined) throw new RangeError(`clip ${clipId} was not measured`);
    return index;
  }
}

function placeOf({ others, below, equal, above }: Comparison): number {
  return below + equal + above === 0 ? -1 : Math.max(below, above) / others;
}

/**
 * How far a value lies from the median of the others, in robust standard deviations: 0 at the median, ±0.67 at the
 * quartiles of a normal distribution. 0 as well where the middle half of the others is equal, as it mostly is where only
 * two values occur, and where nothing can be compared: distance has no measure there.
 */
function deviationFrom(others: SortedOthers, value: number): number {
  const distance = value - quantile(others, 0.5);
  const range = quantile(others, 0.75) - quantile(others, 0.25);
  return range > 0 && Number.isFinite(distance) ? distance / (range / NORMAL_IQR) : 0;
}
