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
  /** From the other clips of its genre, or from all where those are fewer than `MIN_OTHERS`: see `deviationFrom`. */
  readonly deviation: number;
}

/** What a clip is compared with: the other clips of its genre, or of the whole dataset. */
export type Group = 'genre' | 'all';

/** With fewer other clips than this, quartiles say nothing. */
export const MIN_OTHERS = 4;
/** Tukey's fences, 1.5 interquartile ranges beyond the quartiles, as a deviation. */
export const UNUSUAL_DEVIATION = 2.7;

/** Interquartile range and mean absolute deviation of a normal distribution, in standard deviations. */
const NORMAL_IQR = 1.349;
const NORMAL_MEAN_ABSOLUTE_DEVIATION = 0.7979;

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

  /** Every feature of the clip, the most unusual first; those not measured come last. */
  ranked(clipId: string): Standing[] {
    const group = this.numSiblings(clipId) >= MIN_OTHERS ? 'genre' : 'all';
    return Array.from({ length: this.numColumns }, (_, column) => {
      const value = this.#valueOf(clipId, column);
      const deviation = deviationFrom(this.#others(clipId, column, group), value);
      return { column, value, deviation };
    }).sort((a, b) => unusualness(b) - unusualness(a) || a.column - b.column);
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

/** How unusual a feature is, whichever way it deviates; below every other where it was not measured. */
function unusualness({ deviation }: Standing): number {
  if (Number.isNaN(deviation)) return -1;
  return Math.min(Number.MAX_VALUE, Math.abs(deviation)); // infinities would have no order
}

/**
 * How far a value lies from the median of the others, in robust standard deviations: 0 at the median, ±0.67 at the
 * quartiles of a normal distribution. ±Infinity beside others that are all equal; NaN where nothing can be compared.
 */
function deviationFrom(others: SortedOthers, value: number): number {
  const distance = value - quantile(others, 0.5);
  if (distance === 0 || Number.isNaN(distance)) return distance;
  const range = quantile(others, 0.75) - quantile(others, 0.25);
  if (range > 0) return distance / (range / NORMAL_IQR);
  // More than half of the others are equal: how far the rest strays is what there is to go by.
  return distance / (meanAbsoluteDeviation(others) / NORMAL_MEAN_ABSOLUTE_DEVIATION);
}

function meanAbsoluteDeviation(others: SortedOthers): number {
  const median = quantile(others, 0.5);
  const count = countOthers(others);
  let sum = 0;
  for (let rank = 0; rank < count; rank++) sum += Math.abs(otherAt(others, rank) - median);
  return sum / count;
}
