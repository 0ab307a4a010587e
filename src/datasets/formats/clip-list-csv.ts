// A CSV with one line a clip: its file, and one or more of genre, labels, artist and split. A clip with several labels has
// them in one cell with "|" between them (or as a list); the first is its main genre where no other column says that.

import Papa from 'papaparse';
import { EarmarkError } from '../../core/errors';
import type { SplitPart } from '../../core/dataset-types';
import { unifyGenres } from '../labels';
import { looksLikeLabelList, parseLabels } from '../tables/label-cells';
import { isNoPart, splitPartOf } from '../split-words';
import {
  ARTIST_COLUMNS,
  fileColumnOf,
  FILE_COLUMNS,
  findColumn,
  GENRE_COLUMNS,
  LABELS_COLUMNS,
  SPLIT_COLUMNS,
  tidyHeader,
} from './clip-list-columns';
import { countLineEnds, placeOfLine } from '../tables/row-lines';
import type { ClipListEntry, DatasetFormat } from './format';

/** A list that has none of these says nothing. */
const SAYS = [GENRE_COLUMNS, LABELS_COLUMNS, ARTIST_COLUMNS, SPLIT_COLUMNS];

/** Before the header. */
const EMPTY_LINES = /^\uFEFF?(?:[^\S\r\n]*(?:\r\n?|\n))*/;

export const clipListCsv: DatasetFormat = {
  id: 'clip-list-csv',
  title: 'Clip list (CSV)',
  matches: (name, head) => {
    if (!/\.(csv|tsv)$/i.test(name)) return false;
    const [header = []] = Papa.parse<string[]>(head.replace(EMPTY_LINES, ''), { preview: 1 }).data;
    const columns = header.map(tidyHeader);
    return fileColumnOf(columns) >= 0 && SAYS.some((names) => findColumn(columns, names));
  },
  parse: parseClipListCsv,
};

function parseClipListCsv(name: string, text: string): ClipListEntry[] {
  const [header, ...lines] = linesOf(name, text);
  const columns = header?.cells.map(tidyHeader) ?? [];
  const indexOf = (names: readonly string[]): number =>
    columns.indexOf(findColumn(columns, names) ?? '');
  const fileColumn = indexOf(FILE_COLUMNS);
  if (fileColumn < 0) {
    const none = `none of them called ${FILE_COLUMNS.join(', ')}`;
    throw new EarmarkError(
      'clip-list-invalid',
      `${name} with the columns ${columns.join(', ')}, ${none}`,
    );
  }
  const genreColumn = indexOf(GENRE_COLUMNS);
  const labelsColumn = indexOf(LABELS_COLUMNS);
  const artistColumn = indexOf(ARTIST_COLUMNS);
  const splitColumn = indexOf(SPLIT_COLUMNS);
  const entries = lines.flatMap(({ cells, line }): ClipListEntry[] => {
    const cell = (column: number): string | undefined => cells[column]?.trim() || undefined;
    const file = cell(fileColumn);
    if (!file) return [];
    return [
      {
        file,
        ...labelsOfCells(cell(genreColumn), cell(labelsColumn)),
        artist: cell(artistColumn),
        split: parseSplit(cell(splitColumn), `${name}, ${placeOfLine(line)}`),
      },
    ];
  });
  if (entries.length === 0)
    throw new EarmarkError('clip-list-invalid', `${name} without a line below its header`);
  return spelledAlike(entries);
}

type SaidLabels = Pick<ClipListEntry, 'genre' | 'labels'>;

/** A genre's cell that holds several is one of labels, as people write them where there is no column for those. */
function labelsOfCells(genre: string | undefined, list: string | undefined): SaidLabels {
  const holdsSeveral = genre !== undefined && (genre.includes('|') || looksLikeLabelList(genre));
  const labels = parseLabels(list ?? (holdsSeveral ? genre : ''));
  const main = holdsSeveral ? undefined : genre;
  return labels.length === 0 ? { genre: main } : { genre: main ?? labels[0], labels };
}

/** Labels that differ only in case or spaces are one; a list with one label a clip is a list of genres. */
function spelledAlike(entries: readonly ClipListEntry[]): ClipListEntry[] {
  if (!entries.some(({ labels = [] }) => labels.length > 1)) {
    return entries.map((entry) => ({ ...entry, labels: undefined }));
  }
  const spelled = unifyGenres(entries.map((entry) => ({ ...entry, genre: entry.genre ?? '' })));
  return spelled.map((entry) => ({ ...entry, genre: entry.genre || undefined }));
}

interface ListLine {
  readonly cells: readonly string[];
  /** Of the file, where it begins; from 1. */
  readonly line: number;
}

/** The header and all below. @throws EarmarkError `clip-list-invalid` for quotes that do not close */
function linesOf(name: string, text: string): ListLine[] {
  const codes = Uint16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
  const [empty] = EMPTY_LINES.exec(text) ?? [''];
  const found: ListLine[] = [];
  let at = empty.length;
  let line = 1 + countLineEnds(codes, 0, at);
  Papa.parse<string[]>(text.slice(at), {
    step({ data, errors, meta }) {
      const quotes = errors.find(({ type }) => type === 'Quotes');
      if (quotes) {
        const opening = line + countLineEnds(codes, at, empty.length + (quotes.index ?? 0));
        const got = `${name}: ${quotes.message}, ${placeOfLine(opening)}`;
        throw new EarmarkError('clip-list-invalid', got);
      }
      found.push({ cells: data, line });
      const next = empty.length + meta.cursor;
      line += countLineEnds(codes, at, next);
      at = next;
    },
  });
  return found;
}

function parseSplit(value: string | undefined, where: string): SplitPart | undefined {
  if (value === undefined || isNoPart(value)) return undefined;
  const part = splitPartOf(value);
  if (part === undefined) {
    throw new EarmarkError(
      'clip-list-invalid',
      `${where}: split "${value}", which is none of train, validation and test`,
    );
  }
  return part;
}
