// Tells tables of features from other files by their names and first bytes.

import { isParquet } from './parquet-magic';
import { fileColumnOf } from '../formats/clip-list-columns';
import { csvHead, type CsvHead } from './csv-head';
import { headAsUtf8 } from './utf8-chunks';
import { isMissing, numberOf } from './missing';

/** Bytes that `tableKind` wants to see of a file: FMA's three header rows and some rows of values. */
export const TABLE_HEAD_BYTES = 65536;

const MIN_NUMBER_COLUMNS = 4;
/** A header of so many names that no row of values fits into what was seen. */
const MANY_COLUMNS = 200;
const LOOKED_AT = 50;

export type TableKind =
  'csv' | 'parquet' | 'fma-features' | 'fma-tracks' | 'fma-genres' | 'fma-other';

/** Files of fma_metadata.zip that are passed over: what the features and tracks were made from, and another company's. */
const FMA_OTHER = /(?:^|[/\\])(?:raw_(?:albums|artists|echonest|genres|tracks)|echonest)\.csv$/i;

const FMA_RECORDING = /(?:^|[/\\])(\d{6})\.[a-z0-9]{2,5}$/i;

/** What a file is; null if it is no table of features. @param head its first `TABLE_HEAD_BYTES`, or all if it is shorter */
export function tableKind(name: string, head: string | Uint8Array): TableKind | null {
  if (FMA_OTHER.test(name)) return 'fma-other';
  const bytes = typeof head === 'string' ? new TextEncoder().encode(head) : head;
  if (isParquet(bytes)) return 'parquet';
  if (!/\.(?:csv|tsv|tab|txt)$/i.test(name)) return null;
  const text = headAsUtf8(bytes);
  const found = csvHead(text, text.length);
  if (found === null) return isWide(name, text) ? 'csv' : null;
  if (found.columns < 2) return null;
  const fma = fmaKind(found.header, found.sample);
  if (fma) return fma;
  if (found.sample.length === 0) return found.header.length >= MANY_COLUMNS ? 'csv' : null;
  return numberColumns(found) >= MIN_NUMBER_COLUMNS ? 'csv' : null;
}

/**
 * Whether a table is also a list of recordings: it names one of them.
 * @param head as of `tableKind`
 * @param recordings paths of what was dropped along with it
 */
export function listsRecordings(head: Uint8Array, recordings: readonly string[]): boolean {
  const text = headAsUtf8(head);
  const found = csvHead(text, text.length);
  if (found === null || recordings.length === 0) return false;
  const file = fileColumnOf(found.header);
  if (file < 0) return false;
  const names = new Set(recordings.map(stemOf));
  return found.sample.some((row) => names.has(stemOf(row[file] ?? '')));
}

/** Whether it is named as FMA names a recording: by the number of its track, six digits. */
export function isFmaRecording(path: string): boolean {
  return FMA_RECORDING.test(path);
}

/** The number of the track as tracks.csv has it; null for another name. */
export function fmaTrackId(path: string): string | null {
  const id = FMA_RECORDING.exec(path)?.[1];
  return id === undefined ? null : String(Number(id));
}

function numberColumns({ sample, decimalComma, columns }: CsvHead): number {
  const rows = sample.filter((row) => row.length === columns).slice(0, LOOKED_AT);
  const isNumber = (cell: string): boolean => !Number.isNaN(numberOf(cell, decimalComma));
  const numeric = Array.from({ length: columns }, (_, i) => {
    const cells = rows.map((row) => row[i]!).filter((cell) => !isMissing(cell));
    return cells.length > 0 && cells.filter(isNumber).length >= 0.8 * cells.length;
  });
  return numeric.filter(Boolean).length;
}

/** "music/Rock/01.MP3" → "01". */
function stemOf(path: string): string {
  const name = path.split(/[/\\]/).at(-1) ?? '';
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/\.[a-z0-9]{1,5}$/, '');
}

/** So many names that not even they end in what was seen. */
function isWide(name: string, text: Uint8Array): boolean {
  const separators = text.filter((byte) => byte === 44 || byte === 59 || byte === 9).length;
  return /\.(?:csv|tsv)$/i.test(name) && separators >= MANY_COLUMNS;
}

/** Which of FMA's files has these first rows; null if none. */
function fmaKind(
  header: readonly string[],
  below: readonly (readonly string[])[],
): TableKind | null {
  if (header[0] === 'feature' && (below[0]?.[0] ?? 'statistics') === 'statistics') {
    return 'fma-features';
  }
  const levels = new Set(header);
  if (['album', 'artist', 'set', 'track'].every((level) => levels.has(level))) return 'fma-tracks';
  if (['genre_id', 'title', 'parent'].every((name) => levels.has(name))) return 'fma-genres';
  return null;
}
