// FMA's metadata (Defferrard et al. 2017) as a table: features.csv (518 columns under three header rows) joined with
// tracks.csv and genres.csv by track id. Of the other files of fma_metadata.zip nothing is read.

import { EarmarkError, type ErrorRecord } from '../../core/errors';
import { formatCount } from '../../core/format';
import { ByteWindow } from './byte-window';
import { csvRecords } from './csv-cells';
import { csvHead, readCsvHead, type CsvHead } from './csv-head';
import { readCsvRows } from './csv-rows';
import { arrangedColumns, type ColumnPlan } from './column-plan';
import { layoutOf, notesOnRows, type CsvColumn } from './csv-table';
import { fmaColumnName } from './extractor-columns';
import { builtInFmaGenres } from './fma-genres';
import { readFmaTracks, TRACK_TEXTS, type FmaTracks } from './fma-tracks';
import type { RoleGuess } from './roles';
import { placeOfLine, RowLineLog } from './row-lines';
import type { ReadTable, ReadTableOptions, TableFile } from './table';
import { TableBuilder } from './table-builder';
import { utf8Chunks } from './utf8-chunks';

export interface FmaFiles {
  readonly features: TableFile | undefined;
  readonly tracks: TableFile | undefined;
  readonly genres: TableFile | undefined;
}

const ROLES: Readonly<Record<'track_id' | (typeof TRACK_TEXTS)[number], RoleGuess>> = {
  track_id: { role: 'id', reason: 'FMA’s number of the track, as its audio files are named' },
  genre_top: { role: 'label', reason: 'FMA’s 16 top genres' },
  genres_all: { role: 'labels', reason: 'all genres of a track, with those above them' },
  title: { role: 'ignore', reason: 'the track’s title, shown beside its number' },
  artist: { role: 'artist', reason: 'names of tracks.csv, told apart by their ids' },
  split: { role: 'split', reason: 'FMA’s own split' },
  subset: { role: 'subset', reason: 'FMA’s subsets, each within the next' },
};

/**
 * Rows come in the order of features.csv.
 * @throws EarmarkError `fma-tracks-missing`, `fma-features-missing`, `fma-invalid` and those of any CSV
 */
export async function readFma(
  { features, tracks, genres }: FmaFiles,
  { signal, onProgress, onStart, onBlock }: Omit<ReadTableOptions, 'files'>,
): Promise<ReadTable> {
  if (!features) throw new EarmarkError('fma-features-missing', `${tracks?.name ?? ''} alone`);
  if (!tracks) throw new EarmarkError('fma-tracks-missing', `${features.name} alone`);
  const all = features.size + tracks.size;
  let bytes = 0;
  const onBytes = (count: number): void => {
    bytes += count;
    onProgress?.(Math.min(1, bytes / Math.max(1, all)));
  };
  const titles = genres ? await readFmaGenres(genres, signal) : builtInFmaGenres();
  const known = await withWindow(tracks, { signal, onBytes }, (window) =>
    readFmaTracks({ name: tracks.name, window, genres: titles, signal }),
  );
  const { builder, notes } = await withWindow(features, { signal, onBytes }, (window) =>
    joinFeatures({ name: features.name, window, tracks: known, signal, onStart, onBlock }),
  );
  const files = [features, tracks, ...(genres ? [genres] : [])].map(({ name }) => name);
  return builder.finish({ files, source: 'fma', notes }, new Map(Object.entries(ROLES)));
}

export async function withWindow<Result>(
  file: TableFile,
  options: Parameters<typeof utf8Chunks>[1],
  read: (window: ByteWindow) => Promise<Result>,
): Promise<Result> {
  const window = new ByteWindow(utf8Chunks(file, options));
  try {
    return await read(window);
  } finally {
    await window.dispose();
  }
}

interface JoinOptions extends Pick<ReadTableOptions, 'signal' | 'onStart' | 'onBlock'> {
  readonly name: string;
  readonly window: ByteWindow;
  readonly tracks: FmaTracks;
}

async function joinFeatures({
  name,
  window,
  tracks,
  signal,
  onStart,
  onBlock,
}: JoinOptions): Promise<{ builder: TableBuilder; notes: ErrorRecord[] }> {
  const head = await headOfFeatures(window, name);
  const columns = arrangedColumns(featureColumns(head, name));
  const known = TRACK_TEXTS.filter((key) => tracks.has[key]);
  const plan: ColumnPlan[] = ['track_id', ...known].map((key) => ({ name: key, read: 'text' }));
  const log = new RowLineLog();
  const builder = new TableBuilder({ columns: [...plan, ...columns], lines: log.lines, onBlock });
  await onStart?.(builder.numberNames);
  const index: CsvColumn = { name: 'track_id', fileColumn: 0, read: 'text' };
  const nameAt = new Map(columns.map((column) => [column.fileColumn, column.name]));
  let joined = 0;
  let firstLone: string | undefined;
  const read = await readCsvRows({
    name,
    window,
    begin: head.begin,
    layout: layoutOf(head, [index, ...columns]),
    log,
    signal,
    onBlock: async ({ rows, numbers, texts }) => {
      const ids = texts[0]!.map((id) => id.trim());
      const places = ids.map((id) => tracks.indexOf.get(id));
      joined += places.filter((place) => place !== undefined).length;
      firstLone ??= ids.find((_, i) => places[i] === undefined);
      const cellsOf = (list: readonly string[]): string[] =>
        places.map((place) => (place === undefined ? '' : list[place]!));
      const named = known.map((key) => cellsOf(tracks.texts[key]));
      const padded = ids.map((id) => id.padStart(6, '0'));
      await builder.addBlock({ rows, numbers, texts: [padded, ...named] });
    },
    onOdd: ({ column, line, ...cell }) =>
      builder.odd.add(nameAt.get(column)!, { ...cell, where: placeOfLine(line) }),
  });
  const notes = notesOnRows(name, head, read);
  if (joined === 0)
    throw new EarmarkError('fma-invalid', `${name} and tracks without a track id in both`);
  return {
    builder,
    notes: [...notes, ...unmatched(builder.rows - joined, tracks.indexOf.size - joined, firstLone)],
  };
}

function unmatched(withoutTrack: number, withoutFeatures: number, first?: string): ErrorRecord[] {
  const parts = [
    ...(withoutTrack > 0
      ? [`${formatCount(withoutTrack)} of features.csv only (the first is track ${first})`]
      : []),
    ...(withoutFeatures > 0 ? [`${formatCount(withoutFeatures)} of tracks.csv only`] : []),
  ];
  return parts.length === 0 ? [] : [{ code: 'note-table-rows-unmatched', got: parts.join(', ') }];
}

async function headOfFeatures(window: ByteWindow, name: string): Promise<CsvHead> {
  const { sample } = await readCsvHead(window, name, 1);
  const hasIndexRow = sample[2]?.slice(1).every((cell) => cell === '') ?? false;
  const head = csvHead(window.bytes, window.end, hasIndexRow ? 4 : 3);
  if (!head?.sample.length)
    throw new EarmarkError('table-empty', `${name} without a row of values`);
  return head;
}

function featureColumns({ headerRows, columns }: CsvHead, name: string): CsvColumn[] {
  const [features = [], statistics = [], numbers = []] = headerRows;
  const found = Array.from({ length: columns - 1 }, (_, i): CsvColumn => {
    const at = i + 1;
    const column = fmaColumnName(features[at] ?? '', statistics[at] ?? '', numbers[at] ?? '');
    return { name: column, fileColumn: at, read: 'number' };
  });
  if (new Set(found.map((column) => column.name)).size !== found.length) {
    throw new EarmarkError('fma-invalid', `${name} whose three header rows name a column twice`);
  }
  return found;
}

/** Genre id → title. */
export async function readFmaGenres(
  file: TableFile,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, string>> {
  return withWindow(file, { signal }, async (window) => {
    const { header, delimiter } = await readCsvHead(window, file.name, 1);
    const id = header.indexOf('genre_id');
    const title = header.indexOf('title');
    const { end } = window;
    const limits = { delimiter, end, maxRecords: 10_000, maxCells: 100 };
    const { records } = csvRecords(window.bytes, limits);
    return new Map(
      records.slice(1).map((row) => [row[id]?.trim() ?? '', row[title]?.trim() ?? '']),
    );
  });
}
