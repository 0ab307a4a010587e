// One feature on a line: where the genre lies, where all clips lie, and where this clip does. Plain data in shares of
// the line's width, small enough to be drawn a dozen times without a chart library.

import type { Quantiles } from '../datasets/feature-profile';

export interface FeatureStripOptions {
  readonly value: number;
  /** Of all other clips; null where there are none. */
  readonly all: Quantiles | null;
  /** Of the other clips of the genre; null where they are too few. */
  readonly genre: Quantiles | null;
  /** The genre's other clips one by one, where they are too few for quantiles. */
  readonly few: readonly number[];
}

/** Places on the line, each 0…1 from its left end. */
export interface FeatureStrip {
  readonly all: { readonly from: number; readonly to: number } | null;
  readonly genre: Quantiles | null;
  readonly few: readonly number[];
  /** Null for a value that is not there. */
  readonly dot: number | null;
  /** Set where the clip lies so far out that the line does not reach it. */
  readonly beyond: 'left' | 'right' | null;
}

/** Empty at both ends, as a share of the line: a dot at the very end stays whole. */
const MARGIN = 1 / 32;
/** The line reaches so many widths of what it is about to either side, to show a clip far out. */
const REACH = 0.75;

export function featureStrip({ value, all, genre, few }: FeatureStripOptions): FeatureStrip {
  const groups = [all, genre].flatMap((group) => (group ? [group.low, group.high] : []));
  const shown = [...groups, ...few];
  const hasValue = Number.isFinite(value);
  if (shown.length === 0) {
    return { all: null, genre: null, few: [], dot: hasValue ? 0.5 : null, beyond: null };
  }
  const low = Math.min(...shown);
  const high = Math.max(...shown);
  const reach = REACH * (high - low);
  const inReach = hasValue && value >= low - reach && value <= high + reach;
  const start = inReach ? Math.min(low, value) : low;
  const end = inReach ? Math.max(high, value) : high;
  const width = end - start;
  const place = (at: number): number => {
    // Where everything is equal, everything lies in the middle, and what differs to its side.
    const share = width > 0 ? (at - start) / width : 0.5 + 0.5 * Math.sign(at - start);
    return MARGIN + (1 - 2 * MARGIN) * Math.min(1, Math.max(0, share));
  };
  return {
    all: all && { from: place(all.low), to: place(all.high) },
    genre: genre && {
      low: place(genre.low),
      lowerQuartile: place(genre.lowerQuartile),
      median: place(genre.median),
      upperQuartile: place(genre.upperQuartile),
      high: place(genre.high),
    },
    few: few.map(place),
    dot: hasValue ? place(value) : null,
    beyond: !hasValue || inReach ? null : value < low ? 'left' : 'right',
  };
}
