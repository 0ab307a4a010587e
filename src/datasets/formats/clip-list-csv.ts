// A CSV with one line a clip: its file, and one or more of genre, artist and split.

import Papa from 'papaparse';
import { EarmarkError } from '../../core/errors';
import type { SplitPart } from '../../core/dataset-types';
import { isNoPart, splitPartOf } from '../split-words';
import {
  ARTIST_COLUMNS,
  fileColumnOf,
  FILE_COLUMNS,
  findColumn,
  GENRE_COLUMNS,
  SPLIT_COLUMNS,
  tidyHeader,
} from './clip-list-columns';
import type { ClipListEntry, DatasetFormat } from './format';

/** A list that has none of these says nothing. */
const SAYS = [GENRE_COLUMNS, ARTIST_COLUMNS, SPLIT_COLUMNS];

/** Before the header. */
const EMPTY_LINES = /^\uFEFF?(?:[^\S\n]*\n)*/;

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
  const [empty] = EMPTY_LINES.exec(text) ?? [''];
  const first = 1 + (empty.match(/\n/g)?.length ?? 0);
  const place = placeBelow(first);
  const { data, meta, errors } = Papa.parse<Record<string, string | undefined>>(
    text.slice(empty.length),
    {
      header: true, // its index stays that of the line: empty ones are passed over below
      transformHeader: tidyHeader,
      transform: (value) => value.trim(),
    },
  );
  const columns = meta.fields ?? [];
  const quotes = errors.find((error) => error.type === 'Quotes');
  if (quotes) {
    throw new EarmarkError('clip-list-invalid', `${name}: ${quotes.message}, ${place(quotes.row)}`);
  }
  const fileColumn = findColumn(columns, FILE_COLUMNS);
  if (fileColumn === undefined) {
    const none = `none of them called ${FILE_COLUMNS.join(', ')}`;
    throw new EarmarkError(
      'clip-list-invalid',
      `${name} with the columns ${columns.join(', ')}, ${none}`,
    );
  }
  const genreColumn = findColumn(columns, GENRE_COLUMNS);
  const artistColumn = findColumn(columns, ARTIST_COLUMNS);
  const splitColumn = findColumn(columns, SPLIT_COLUMNS);
  const entries = data.flatMap((row, i): ClipListEntry[] => {
    const file = row[fileColumn];
    if (!file) return [];
    const text = (column: string | undefined): string | undefined =>
      (column === undefined ? undefined : row[column]) || undefined;
    return [
      {
        file,
        genre: text(genreColumn),
        artist: text(artistColumn),
        split: parseSplit(text(splitColumn), `${name}, ${place(i)}`),
      },
    ];
  });
  if (entries.length === 0)
    throw new EarmarkError('clip-list-invalid', `${name} without a line below its header`);
  return entries;
}

/** @param header the line of the header, from 1 */
function placeBelow(header: number): (index: number | undefined) => string {
  return (index) => (index === undefined ? 'somewhere' : `line ${header + 1 + index}`);
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
