// A bank of overlapping narrow filters over a spectrum, stored without its zeros.

export interface FilterBank {
  readonly numFilters: number;
  /** First bin of each filter, shape [numFilters]. */
  readonly starts: Int32Array;
  /** Where each filter's weights begin in `weights`, shape [numFilters + 1]. */
  readonly offsets: Int32Array;
  readonly weights: Float64Array;
}

/** Builds the bank from one dense row of weights a filter, each of shape [numBins]. */
export function packFilterBank(filters: readonly ArrayLike<number>[]): FilterBank {
  const starts = new Int32Array(filters.length);
  const offsets = new Int32Array(filters.length + 1);
  const weights: number[] = [];
  filters.forEach((filter, i) => {
    const dense = Array.from(filter);
    const start = dense.findIndex((weight) => weight !== 0);
    const end = dense.findLastIndex((weight) => weight !== 0) + 1;
    if (start >= 0) weights.push(...dense.slice(start, end));
    starts[i] = Math.max(0, start);
    offsets[i + 1] = weights.length;
  });
  return { numFilters: filters.length, starts, offsets, weights: Float64Array.from(weights) };
}

/** One bank whose filters are those of `first`, then those of `second`, over the same spectra. */
export function joinFilterBanks(first: FilterBank, second: FilterBank): FilterBank {
  const offset = first.weights.length;
  const moved = second.offsets.subarray(1).map((at) => at + offset);
  return {
    numFilters: first.numFilters + second.numFilters,
    starts: Int32Array.from([...first.starts, ...second.starts]),
    offsets: Int32Array.from([...first.offsets, ...moved]),
    weights: Float64Array.from([...first.weights, ...second.weights]),
  };
}

/** Writes the weighted sum of `spectrum` under every filter into `out`, shape [numFilters]. */
export function applyFilterBank(
  bank: FilterBank,
  spectrum: Float64Array,
  out: Float32Array | Float64Array,
): void {
  const { starts, offsets, weights, numFilters } = bank;
  for (let i = 0; i < numFilters; i++) {
    const begin = offsets[i]!;
    const end = offsets[i + 1]!;
    const shift = starts[i]! - begin;
    let sum = 0;
    for (let w = begin; w < end; w++) sum += weights[w]! * spectrum[w + shift]!;
    out[i] = sum;
  }
}
