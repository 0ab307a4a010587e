// The boosting kernel (`assembly/boosting.ts`) with its types: in memory of its own, or in one that several threads share.

import { kernelFactory } from '../../core/wasm-kernel';
import { BYTES as SHARED_BYTES } from './boosting-shared-wasm';
import { BYTES } from './boosting-wasm';

/** Addresses and counts are in bytes and elements; what each function does stands with its source. */
export interface BoostingExports {
  allRows(rows: number, count: number): void;
  gatherPairs(rows: number, count: number, pairs: number, target: number, sums: number): void;
  buildHistogram(
    table: number,
    columns: number,
    rows: number,
    pairs: number,
    count: number,
    histogram: number,
    histogramBytes: number,
  ): void;
  subtractHistogram(parent: number, child: number, bytes: number): void;
  findBestSplit(
    table: number,
    columns: number,
    histogram: number,
    gradient: number,
    hessian: number,
    minChildWeight: number,
    lambda: number,
    alpha: number,
    smallestGain: number,
    best: number,
  ): void;
  partitionRows(
    rows: number,
    count: number,
    bins: number,
    bin: number,
    missing: number,
    missingLeft: number,
    spare: number,
  ): number;
  answerRows(rows: number, count: number, answers: number, value: number): void;
}

export const newBoostingKernel = kernelFactory<BoostingExports>(BYTES);
/** To be given a shared memory. */
export const newSharedBoostingKernel = kernelFactory<BoostingExports>(SHARED_BYTES);
