// Builds what a trainer learns from out of cached features: a table of joined vectors, or spectrograms
// that are read when needed.

import { EarmarkError } from '../core/errors';
import { stackRows, type Matrix } from '../core/matrix';
import { clipIdOf } from '../core/variant';
import type { FileWindow } from '../features/extract-windows';
import type { FeatureExtractor, FeatureValue, MatrixExtractor } from '../features/extractor';
import { loadExtractor, type ExtractorId } from '../features/registry';
import type { SpectrogramInput, TableInput, TrainingInput } from '../trainers/trainer';
import type { Example } from './examples';

/** Reads cached features by the id of a clip or of a variant; null where one is missing. */
export interface FeatureReader {
  getMany(
    ids: readonly string[],
    extractor: string,
    version: number,
  ): Promise<(FeatureValue | null)[]>;
}

/** Decoded spectrograms kept in memory; beyond it they are read again. */
const SPECTROGRAM_CACHE_BYTES = 256 * 2 ** 20;

/** One row or item an example, in the order given. @throws EarmarkError `features-missing`, `features-damaged` */
export async function inputOfClips(
  extractorIds: readonly ExtractorId[],
  examples: readonly (Pick<Example, 'id'> & { readonly name?: string })[],
  features: FeatureReader,
): Promise<TrainingInput> {
  const extractors = await Promise.all(extractorIds.map(loadExtractor));
  const ids = examples.map((example) => example.id);
  const [only] = extractors;
  if (only?.kind === 'matrix') {
    const nameOf = (id: string): string =>
      examples.find((example) => example.id === clipIdOf(id))?.name ?? id;
    const read = async (index: number): Promise<Matrix> => {
      const matrix = await readMatrix(features, ids[index]!, only);
      checkFinite(matrix, only, () => nameOf(ids[index]!));
      return matrix;
    };
    return spectrogramInput(only, ids.length, withCache(read));
  }
  const columns = await Promise.all(
    extractors.map(({ id, version }) => features.getMany(ids, id, version)),
  );
  const rows = ids.map((_, row) => columns.map((values) => values[row] ?? null));
  return tableInput(extractors, rows);
}

/** The same for the windows of one file. */
export async function inputOfWindows(
  extractorIds: readonly ExtractorId[],
  windows: readonly FileWindow[],
): Promise<TrainingInput> {
  const extractors = await Promise.all(extractorIds.map(loadExtractor));
  const [only] = extractors;
  if (only?.kind === 'matrix') {
    return spectrogramInput(only, windows.length, async (index) =>
      matrixOf(windows[index]?.features[0] ?? null, only),
    );
  }
  return tableInput(
    extractors,
    windows.map((window) => window.features),
  );
}

function tableInput(
  extractors: readonly FeatureExtractor[],
  rows: readonly (readonly (FeatureValue | null)[])[],
): TableInput {
  const columnNames = extractors.flatMap((extractor) =>
    extractor.kind === 'vector' ? extractor.columns.map((column) => column.name) : [],
  );
  const joined = rows.map((values) => {
    const joinedRow = new Float32Array(columnNames.length);
    let offset = 0;
    for (const [index, extractor] of extractors.entries()) {
      const vector = vectorOf(values[index] ?? null, extractor);
      joinedRow.set(vector, offset);
      offset += vector.length;
    }
    return joinedRow;
  });
  return { kind: 'table', matrix: stackRows(joined, columnNames.length), columnNames };
}

function spectrogramInput(
  extractor: MatrixExtractor,
  length: number,
  get: (index: number) => Promise<Matrix>,
): SpectrogramInput {
  const { numColumns: numMels, frameSeconds } = extractor;
  return { kind: 'spectrograms', length, numMels, frameSeconds, get };
}

async function readMatrix(
  features: FeatureReader,
  id: string,
  extractor: MatrixExtractor,
): Promise<Matrix> {
  const [value] = await features.getMany([id], extractor.id, extractor.version);
  return matrixOf(value ?? null, extractor);
}

function vectorOf(value: FeatureValue | null, extractor: FeatureExtractor): Float32Array {
  if (value?.kind !== 'vector' || extractor.kind !== 'vector') throw missing(extractor);
  checkColumns(value.values.length, extractor.columns.length, extractor);
  return value.values;
}

function matrixOf(value: FeatureValue | null, extractor: MatrixExtractor): Matrix {
  if (value?.kind !== 'matrix') throw missing(extractor);
  checkColumns(value.matrix.columns, extractor.numColumns, extractor);
  return value.matrix;
}

function missing({ title }: FeatureExtractor): EarmarkError {
  return new EarmarkError('features-missing', `a clip without ${title}`);
}

/** One column more or fewer would shift all that follow it, unnoticed. */
function checkColumns(got: number, expected: number, { title }: FeatureExtractor): void {
  if (got !== expected) {
    throw new EarmarkError('features-missing', `${got} columns of ${title} instead of ${expected}`);
  }
}

/** A single NaN would spread to every weight. */
function checkFinite({ data }: Matrix, { title }: FeatureExtractor, nameOf: () => string): void {
  const damaged = data.find((value) => !Number.isFinite(value));
  if (damaged === undefined) return;
  throw new EarmarkError('features-damaged', `${damaged} in ${title} of “${nameOf()}”`);
}

/** Keeps what was read, the oldest dropped first, within the byte budget. */
function withCache(read: (index: number) => Promise<Matrix>): (index: number) => Promise<Matrix> {
  const kept = new Map<number, Matrix>();
  let bytes = 0;
  return async (index) => {
    const hit = kept.get(index);
    if (hit) return hit;
    const matrix = await read(index);
    kept.set(index, matrix);
    bytes += matrix.data.byteLength;
    for (const [oldest, old] of kept) {
      if (bytes <= SPECTROGRAM_CACHE_BYTES || oldest === index) break;
      kept.delete(oldest);
      bytes -= old.data.byteLength;
    }
    return matrix;
  };
}
