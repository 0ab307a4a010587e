// A text file with one "file ::: artist ::: title" a line, as the artists of GTZAN were published (Sturm 2012).

import { EarmarkError } from '../../core/errors';
import type { ClipListEntry, DatasetFormat } from './format';

const SEPARATOR = ':::';
const COMMENT = '#';
const FILE = /\.[a-z0-9]{2,5}$/i;

export const artistListText: DatasetFormat = {
  id: 'artist-list-text',
  title: 'Artist list (text)',
  matches: (name, head) => {
    const [first] = entryLines(head);
    return /\.txt$/i.test(name) && first !== undefined && entryOf(first) !== null;
  },
  parse: (name, text) => {
    const lines = entryLines(text);
    if (lines.length === 0) throw new EarmarkError('clip-list-invalid', `${name} without a line`);
    return lines.map((line) => {
      const entry = entryOf(line);
      if (entry) return entry;
      throw new EarmarkError('clip-list-invalid', `${name} with the line "${line.slice(0, 60)}"`);
    });
  },
};

/** Null for a line of another form. An artist nobody knows is left open. */
function entryOf(line: string): ClipListEntry | null {
  const [file = '', artist] = line.split(SEPARATOR).map((part) => part.trim());
  if (artist === undefined || !FILE.test(file)) return null;
  return { file, artist: artist || undefined };
}

function entryLines(text: string): string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  return lines.map((line) => line.trim()).filter((line) => line && !line.startsWith(COMMENT));
}
