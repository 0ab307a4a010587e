// What a published split is called, from the names of its files: "train_filtered.txt", "valid_filtered.txt" and
// "test_filtered.txt" are one split, "filtered".

import { splitPartOf } from './split-words';

/** The file's name without its type and without the word for the part; "" where nothing is left. */
export function listNameOf(path: string): string {
  const file = path.split(/[/\\]/).at(-1) ?? '';
  const words = file.replace(/\.[a-z0-9]{1,5}$/i, '').split(/[_\-.\s]+/);
  return words.filter((word) => word !== '' && splitPartOf(word) === undefined).join(' ');
}
