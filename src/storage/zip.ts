// Zips as lists of items (@zip.js/zip.js): the directory is read, then one entry at a time, never the whole.

import { BlobReader, ZipReader, type FileEntry } from '@zip.js/zip.js';
import type { FileItem } from './file-items';
import { readEntry, streamEntry, zipError } from './zip-entry';

const MAX_ENTRIES = 200_000;

/** The zip's entries as items. @throws EarmarkError `zip-unreadable` */
export async function itemsOfZip(zip: FileItem): Promise<FileItem[]> {
  const blob = await zip.open();
  const prefix = zip.path.replace(/\.zip$/i, '');
  try {
    const reader = new ZipReader(new BlobReader(blob));
    const entries = await reader.getEntries();
    if (entries.length > MAX_ENTRIES) throw new RangeError(`${entries.length} entries`);
    return entries
      .filter((entry): entry is FileEntry => !entry.directory)
      .map((entry) => ({
        path: `${prefix}/${entry.filename}`,
        bytes: entry.uncompressedSize,
        open: () => readEntry(entry),
        zipped: { zip: blob, entryName: entry.filename, stream: () => streamEntry(() => entry) },
        origin: zip.origin && { ...zip.origin, zipEntry: entry.filename },
      }));
  } catch (error) {
    throw zipError(error);
  }
}
