// Builds what a trainer learns from out of cached features: a table of joined vectors, or spectrograms
// that are read when needed.

import { EarmarkError } from '../core/errors';
import { stackRows, type Matrix } from '../core/matrix';
import { clipIdOf } from '../core/variant';
import type { FileWindow } from '../features/extract-windows';
import type { Feature, FeatureValue, MatrixFeature } from '../features/extractor';
import { loadFeature, type FeatureId } from '../features/registry';
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
  featureIds: readonly FeatureId[],
  examples: readonly (Pick<Example, 'id'> & { readonly name?: string })[],
  reader: FeatureReader,
): Promise<TrainingInput> {
  const features = await Promise.all(featureIds.map(loadFeature));
  const ids = examples.map((example) => example.id);
  const [only] = features;
  if (only?.kind === 'matrix') {
    const nameOf = (id: string): string =>
      examples.find((example) => example.id === clipIdOf(id))?.name ?? id;
    const read = async (index: number): Promise<Matrix> => {
      const matrix = await readMatrix(reader, ids[index]!, only);
      checkFinite(matrix, only, () => nameOf(ids[index]!));
      return matrix;
    };
    return spectrogramInput(only, ids.length, withCache(read));
  }
  const columns = await Promise.all(
    features.map(({ id, version }) => reader.getMany(ids, id, version)),
  );
  const rows = ids.map((_, row) => columns.map((values) => values[row] ?? null));
  return tableInput(features, rows);
}

/** The same for the windows of one file. */
export async function inputOfWindows(
  featureIds: readonly FeatureId[],
  windows: readonly FileWindow[],
): Promise<TrainingInput> {
  const features = await Promise.all(featureIds.map(loadFeature));
  const [only] = features;
  if (only?.kind === 'matrix') {
    return spectrogramInput(only, windows.length, async (index) =>
      matrixOf(windows[index]?.features[0] ?? null, only),
    );
  }
  return tableInput(
    features,
    windows.map((window) => window.features),
  );
}

function tableInput(
  features: readonly Feature[],
  rows: readonly (readonly (FeatureValue | null)[])[],
): TableInput {
  const columnNames = features.flatMap((feature) =>
    feature.kind === 'vector' ? feature.columns.map((column) => column.name) : [],
  );
  const joined = rows.map((values) => {
    const joinedRow = new Float32Array(columnNames.length);
    let offset = 0;
    for (const [index, feature] of features.entries()) {
      const vector = vectorOf(values[index] ?? null, feature);
      joinedRow.set(vector, offset);
      offset += vector.length;
    }
    return joinedRow;
  });
  return { kind: 'table', matrix: stackRows(joined, columnNames.length), columnNames };
}

function spectrogramInput(
  feature: MatrixFeature,
  length: number,
  get: (index: number) => Promise<Matrix>,
): SpectrogramInput {
  const { numColumns: numMels, frameSeconds } = feature;
  return { kind: 'spectrograms', length, numMels, frameSeconds, get };
}

async function readMatrix(
  reader: FeatureReader,
  id: string,
  feature: MatrixFeature,
): Promise<Matrix> {
  const [value] = await reader.getMany([id], feature.id, feature.version);
  return matrixOf(value ?? null, feature);
}

function vectorOf(value: FeatureValue | null, feature: Feature): Float32Array {
  if (value?.kind !== 'vector' || feature.kind !== 'vector') throw missing(feature);
  checkColumns(value.values.length, feature.columns.length, feature);
  return value.values;
}

function matrixOf(value: FeatureValue | null, feature: MatrixFeature): Matrix {
  if (value?.kind !== 'matrix') throw missing(feature);
  checkColumns(value.matrix.columns, feature.numColumns, feature);
  return value.matrix;
}

function missing({ title }: Feature): EarmarkError {
  return new EarmarkError('features-missing', `a clip without ${title}`);
}

/** One column more or fewer would shift all that follow it, unnoticed. */
function checkColumns(got: number, expected: number, { title }: Feature): void {
  if (got !== expected) {
    throw new EarmarkError('features-missing', `${got} columns of ${title} instead of ${expected}`);
  }
}

/** A single NaN would spread to every weight. */
function checkFinite({ data }: Matrix, { title }: Feature, nameOf: () => string): void {
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
