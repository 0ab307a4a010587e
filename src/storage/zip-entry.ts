// One entry of a zip (@zip.js/zip.js), found by random access: unpacked whole, or bit by bit as it is read.

import { BlobReader, BlobWriter, ZipReader, configure, type FileEntry } from '@zip.js/zip.js';
import { EarmarkError } from '../core/errors';

// Unpacking runs in the browser's own DecompressionStream; a worker more would only add a blob: URL.
configure({ useWebWorkers: false });

/** An entry that claims more than this is refused: no clip is that long, and no table of features that large. */
const MAX_ENTRY_BYTES = 2 ** 31;
/** Sound shrinks to a tenth at most; what unpacks to a thousand times its size is made to fill the disk. */
const MAX_RATIO = 1000;

export interface ZippedFile {
  readonly zip: Blob;
  readonly entryName: string;
}

/** One whose entry was found already. */
export interface FoundInZip extends ZippedFile {
  /** As `streamZipEntry`. */
  stream(): ReadableStream<Uint8Array>;
}

/** One entry of a zip, unpacked. @throws EarmarkError `zip-unreadable` */
export async function openZipEntry(zip: Blob, entryName: string): Promise<Blob> {
  return readEntry(await findEntry(zip, entryName));
}

/** One entry of a zip, unpacked as it is read; what is wrong with it (`zip-unreadable`) comes out of the stream. */
export function streamZipEntry({ zip, entryName }: ZippedFile): ReadableStream<Uint8Array> {
  return streamEntry(() => findEntry(zip, entryName));
}

/** The same of an entry that is found when the stream begins. */
export function streamEntry(
  find: () => FileEntry | Promise<FileEntry>,
): ReadableStream<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const stop = new AbortController();
  const unpack = async (): Promise<void> => {
    const entry = await find();
    checkEntry(entry);
    await entry.getData(writable, { checkSignature: true, signal: stop.signal });
  };
  let failure: EarmarkError | null = null;
  const finished = unpack().catch((error: unknown) => {
    failure = zipError(error);
    return writable.abort(failure).catch(() => undefined); // already given up by its reader
  });
  const reader = readable.getReader();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reader.read().catch(async (error: unknown) => {
        await finished;
        throw failure ?? zipError(error);
      });
      if (!done) {
        controller.enqueue(value);
        return;
      }
      await finished; // what is wrong with the whole comes out at its end
      if (failure) throw failure;
      controller.close();
    },
    async cancel(reason) {
      stop.abort();
      await reader.cancel(reason);
      await finished;
    },
  });
}

async function findEntry(zip: Blob, entryName: string): Promise<FileEntry> {
  const entries = await new ZipReader(new BlobReader(zip)).getEntries();
  const entry = entries.find((candidate) => candidate.filename === entryName);
  if (entry && !entry.directory) return entry;
  throw new EarmarkError('zip-unreadable', `a zip without ${entryName}`);
}

/** @throws EarmarkError `zip-unreadable` */
export async function readEntry(entry: FileEntry): Promise<Blob> {
  checkEntry(entry);
  try {
    return await entry.getData(new BlobWriter(), { checkSignature: true });
  } catch (error) {
    throw zipError(error);
  }
}

/** @throws EarmarkError `zip-unreadable` for one that is better not unpacked */
function checkEntry(entry: FileEntry): void {
  if (entry.uncompressedSize > MAX_ENTRY_BYTES) {
    throw new EarmarkError('zip-unreadable', `an entry of ${entry.uncompressedSize} bytes`);
  }
  if (entry.uncompressedSize > MAX_RATIO * Math.max(1, entry.compressedSize)) {
    const { compressedSize, uncompressedSize } = entry;
    const got = `an entry that unpacks from ${compressedSize} to ${uncompressedSize} bytes`;
    throw new EarmarkError('zip-unreadable', got);
  }
  if (entry.encrypted) throw new EarmarkError('zip-unreadable', 'an encrypted entry');
}

export function zipError(error: unknown): EarmarkError {
  if (error instanceof EarmarkError) return error;
  const got = error instanceof Error ? error.message : String(error);
  return new EarmarkError('zip-unreadable', got, { cause: error });
}
