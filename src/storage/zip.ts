// Zips (@zip.js/zip.js), read by random access: the directory, then one entry at a time, never the whole.

import { BlobReader, BlobWriter, ZipReader, configure, type FileEntry } from '@zip.js/zip.js';
import { EarmarkError } from '../core/errors';
import type { FileItem } from './file-items';

// Unpacking runs in the browser's own DecompressionStream; a worker more would only add a blob: URL.
configure({ useWebWorkers: false });

/** An entry that claims more than this is refused: no clip is that long. */
const MAX_ENTRY_BYTES = 2 ** 31;
/** Sound shrinks to a tenth at most; what unpacks to a thousand times its size is made to fill the disk. */
const MAX_RATIO = 1000;
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
        origin: zip.origin && { ...zip.origin, zipEntry: entry.filename },
      }));
  } catch (error) {
    throw new EarmarkError('zip-unreadable', describe(error), { cause: error });
  }
}

/** One entry of a zip, unpacked. @throws EarmarkError `zip-unreadable` */
export async function openZipEntry(zip: Blob, entryName: string): Promise<Blob> {
  const entries = await new ZipReader(new BlobReader(zip)).getEntries();
  const entry = entries.find((candidate) => candidate.filename === entryName);
  if (!entry || entry.directory) {
    throw new EarmarkError('zip-unreadable', `a zip without ${entryName}`);
  }
  return readEntry(entry);
}

async function readEntry(entry: FileEntry): Promise<Blob> {
  if (entry.uncompressedSize > MAX_ENTRY_BYTES) {
    throw new EarmarkError('zip-unreadable', `an entry of ${entry.uncompressedSize} bytes`);
  }
  if (entry.uncompressedSize > MAX_RATIO * Math.max(1, entry.compressedSize)) {
    const { compressedSize, uncompressedSize } = entry;
    const got = `an entry that unpacks from ${compressedSize} to ${uncompressedSize} bytes`;
    throw new EarmarkError('zip-unreadable', got);
  }
  if (entry.encrypted) throw new EarmarkError('zip-unreadable', 'an encrypted entry');
  try {
    return await entry.getData(new BlobWriter(), { checkSignature: true });
  } catch (error) {
    throw new EarmarkError('zip-unreadable', describe(error), { cause: error });
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
