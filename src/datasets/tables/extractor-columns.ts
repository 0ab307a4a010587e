// Which extractor measures the feature columns of a table: the two whose tables are passed around, FMA's and Kaggle's.
// Names only, so that asking loads no extractor; a test holds them to the extractors' own.

import type { ExtractorId } from '../../features/registry';
import { bareName } from './column-names';

const STATISTICS = ['kurtosis', 'max', 'mean', 'median', 'min', 'skew', 'std'];

/** Feature → how many numbers a frame has, in the order of FMA's file. */
const FMA_DIMENSIONS: Readonly<Record<string, number>> = {
  chroma_cens: 12,
  chroma_cqt: 12,
  chroma_stft: 12,
  mfcc: 20,
  rmse: 1,
  spectral_bandwidth: 1,
  spectral_centroid: 1,
  spectral_contrast: 7,
  spectral_rolloff: 1,
  tonnetz: 6,
  zcr: 1,
};

const KAGGLE_QUANTITIES = [
  ...['chroma_stft', 'rms', 'spectral_centroid', 'spectral_bandwidth', 'rolloff'],
  ...['zero_crossing_rate', 'harmony', 'perceptr'],
];

const LISTS: readonly { readonly id: ExtractorId; readonly columns: readonly string[] }[] = [
  { id: 'kaggle-57', columns: kaggleColumns() },
  { id: 'fma-518', columns: fmaColumnNames() },
];

export interface ArrangedColumns {
  readonly extractor: ExtractorId;
  /** The extractor's names, in its order. */
  readonly columns: readonly string[];
  /** For each of them, the index of the given name that means it. */
  readonly order: readonly number[];
}

/**
 * The extractor whose columns are all among these, in any order and any usual spelling ("mfcc.mean.1"); null if there is
 * none.
 */
export function arrangeAsExtractor(names: readonly string[]): ArrangedColumns | null {
  const places = new Map(names.map((name, i) => [spelledAlike(name), i]));
  if (places.size !== names.length) return null;
  for (const { id, columns } of LISTS) {
    const order = columns.map((column) => places.get(spelledAlike(column)) ?? -1);
    if (!order.includes(-1)) return { extractor: id, columns, order };
  }
  return null;
}

/** "('mfcc', 'mean', '01')" and "mfcc.mean.1" → "mfcc_mean_1". */
function spelledAlike(name: string): string {
  return bareName(name).replace(/_0(\d)$/, '_$1');
}

/** The name of a column of FMA's features.csv from its three header cells. */
export function fmaColumnName(feature: string, statistic: string, number: string): string {
  return `${feature}_${statistic}_${number.padStart(2, '0')}`;
}

function fmaColumnNames(): string[] {
  return Object.entries(FMA_DIMENSIONS).flatMap(([feature, dimensions]) =>
    STATISTICS.flatMap((statistic) =>
      Array.from({ length: dimensions }, (_, i) => fmaColumnName(feature, statistic, `${i + 1}`)),
    ),
  );
}

function kaggleColumns(): string[] {
  const withBoth = (name: string): string[] => [`${name}_mean`, `${name}_var`];
  const mfccs = Array.from({ length: 20 }, (_, i) => `mfcc${i + 1}`);
  return [...KAGGLE_QUANTITIES.flatMap(withBoth), 'tempo', ...mfccs.flatMap(withBoth)];
}
