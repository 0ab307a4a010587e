// FMA's tracks.csv: what is known of each track beside its features. Of its 52 columns the few that say what a track is
// are read; two header rows (level, name), then a row that names the index.

import { EarmarkError } from '../../core/errors';
import type { ByteWindow } from './byte-window';
import { csvHead, readCsvHead, type CsvHead } from './csv-head';
import { readCsvRows } from './csv-rows';
import { notesOnRows, layoutOf, type CsvColumn } from './csv-table';
import { parseLabels } from './label-cells';
import { isMissing } from './missing';
import { RowLineLog } from './row-lines';

/** Our name → level and name in the file. */
const COLUMNS = {
  genre_top: ['track', 'genre_top'],
  genres_all: ['track', 'genres_all'],
  title: ['track', 'title'],
  artist_id: ['artist', 'id'],
  artist: ['artist', 'name'],
  split: ['set', 'split'],
  subset: ['set', 'subset'],
} as const;
type ColumnName = keyof typeof COLUMNS;

export const TRACK_TEXTS = [
  'genre_top',
  'genres_all',
  'title',
  'artist',
  'split',
  'subset',
] as const;

/** One list a column, all of the same length; "" where a track has none. */
export interface FmaTracks {
  /** Track id as the file has it → index in the lists. */
  readonly indexOf: ReadonlyMap<string, number>;
  readonly texts: Readonly<Record<(typeof TRACK_TEXTS)[number], readonly string[]>>;
  /** Of these, whether the file has them. */
  readonly has: Readonly<Record<(typeof TRACK_TEXTS)[number], boolean>>;
}

export interface ReadTracksOptions {
  readonly name: string;
  readonly window: ByteWindow;
  readonly genres: ReadonlyMap<string, string>;
  readonly signal?: AbortSignal | undefined;
}

/** @throws EarmarkError `fma-invalid` and those of any CSV */
export async function readFmaTracks(options: ReadTracksOptions): Promise<FmaTracks> {
  const { name, window, genres, signal } = options;
  const head = await headOfTracks(window, name);
  const fileColumns = findColumns(head);
  if (fileColumns.genre_top < 0 && fileColumns.genres_all < 0) {
    throw new EarmarkError(
      'fma-invalid',
      `${name} without the column genre_top or genres_all of track`,
    );
  }
  const found = (Object.keys(COLUMNS) as ColumnName[]).filter((key) => fileColumns[key] >= 0);
  const columns: CsvColumn[] = [
    { name: 'track_id', fileColumn: 0, read: 'text' },
    ...found.map((key) => ({ name: key, fileColumn: fileColumns[key], read: 'text' as const })),
  ];
  const ids: string[] = [];
  const cells = new Map<ColumnName, string[]>(found.map((key) => [key, []]));
  const read = await readCsvRows({
    name,
    window,
    begin: head.begin,
    layout: layoutOf(head, columns),
    log: new RowLineLog(),
    signal,
    onBlock: ({ texts }) => {
      for (const id of texts[0]!) ids.push(id.trim());
      found.forEach((key, i) => {
        const list = cells.get(key)!;
        for (const cell of texts[i + 1]!) list.push(isMissing(cell) ? '' : cell.trim());
      });
    },
    onOdd: () => undefined,
  });
  notesOnRows(name, head, read);
  const of = (key: ColumnName): string[] => cells.get(key) ?? ids.map(() => '');
  return {
    indexOf: new Map(ids.map((id, i) => [id, i])),
    texts: {
      genre_top: of('genre_top'),
      genres_all: of('genres_all').map(namesOfGenres(genres)),
      title: of('title'),
      artist: artistNames(of('artist'), of('artist_id')),
      split: of('split'),
      subset: of('subset'),
    },
    has: {
      genre_top: found.includes('genre_top'),
      genres_all: found.includes('genres_all'),
      title: found.includes('title'),
      artist: found.includes('artist') || found.includes('artist_id'),
      split: found.includes('split'),
      subset: found.includes('subset'),
    },
  };
}

async function headOfTracks(window: ByteWindow, name: string): Promise<CsvHead> {
  const { sample } = await readCsvHead(window, name, 1);
  const hasIndexRow = sample[1]?.slice(1).every((cell) => cell === '') ?? false;
  const head = csvHead(window.bytes, window.end, hasIndexRow ? 3 : 2);
  if (!head?.sample.length) throw new EarmarkError('table-empty', `${name} without a track`);
  return head;
}

function findColumns({ headerRows }: CsvHead): Record<ColumnName, number> {
  const [levels = [], names = []] = headerRows;
  const at = ([level, name]: readonly [string, string]): number =>
    levels.findIndex((candidate, i) => candidate === level && names[i] === name);
  const entries = Object.entries(COLUMNS).map(([key, column]) => [key, at(column)] as const);
  return Object.fromEntries(entries) as Record<ColumnName, number>;
}

/** "[21, 10]" → '["Hip-Hop","Pop"]'; numbers that no genre has stay. */
function namesOfGenres(genres: ReadonlyMap<string, string>): (cell: string) => string {
  const known = new Map<string, string>([['', '']]);
  return (cell) => {
    const found = known.get(cell);
    if (found !== undefined) return found;
    const ids = parseLabels(cell);
    const names = ids.length === 0 ? '' : JSON.stringify(ids.map((id) => genres.get(id) ?? id));
    known.set(cell, names);
    return names;
  };
}

/** Names, with the id where several artists have the same name or none has one. */
function artistNames(names: readonly string[], ids: readonly string[]): string[] {
  const idOf = new Map<string, string>();
  const shared = new Set<string>();
  names.forEach((name, i) => {
    const id = ids[i]!;
    if (idOf.has(name) && idOf.get(name) !== id) shared.add(name);
    idOf.set(name, id);
  });
  return names.map((name, i) => {
    const id = ids[i]!;
    if (name === '') return id === '' ? '' : `artist ${id}`;
    return shared.has(name) ? `${name} (${id})` : name;
  });
}
