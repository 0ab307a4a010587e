// A text file with one path a line, whose name says the part: "train_filtered.txt", "test.txt".
// Published splits of GTZAN come like this.

import { EarmarkError } from '../../core/errors';
import type { SplitPart } from '../../core/dataset-types';
import { splitPartOf } from '../split-words';
import type { ClipListEntry, DatasetFormat } from './format';

/** "blues/blues.00001.wav", "/data/a b.mp3". */
const PATH_LINE = /^[^\t,;]*[^\t,;./\\]\.[a-z0-9]{2,5}$/i;

export const splitListText: DatasetFormat = {
  id: 'split-list-text',
  title: 'Split list (text)',
  matches: (name, head) => {
    const first = pathLines(head)[0];
    return partInName(name) !== undefined && first !== undefined && PATH_LINE.test(first);
  },
  parse: (name, text) => {
    const split = partInName(name);
    const lines = pathLines(text);
    const odd = lines.findIndex((line) => !PATH_LINE.test(line));
    if (split === undefined || lines.length === 0 || odd >= 0) {
      const got = odd >= 0 ? `the line "${lines[odd]!.slice(0, 60)}"` : `${lines.length} lines`;
      throw new EarmarkError('clip-list-invalid', `${name} with ${got}`);
    }
    return lines.map((file): ClipListEntry => ({ file, split }));
  },
};

function partInName(name: string): SplitPart | undefined {
  const match = /([^/\\]*)\.(txt|lst)$/i.exec(name);
  const parts = (match?.[1] ?? '').split(/[^a-z]+/i).map(splitPartOf);
  return parts.find((part) => part !== undefined);
}

function pathLines(text: string): string[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
