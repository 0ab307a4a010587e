// Files as one zip (@zip.js/zip.js).

import { BlobWriter, TextReader, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js';

export interface FileToZip {
  /** Relative, with "/". */
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** @param modified what every file is dated, so that the same files make the same zip */
export async function writeZip(files: readonly FileToZip[], modified: Date): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter('application/zip'), {
    // A worker more would only add a blob: URL.
    useWebWorkers: false,
    lastModDate: modified,
    extendedTimestamp: false,
  });
  for (const { path, content } of files) {
    const reader =
      typeof content === 'string' ? new TextReader(content) : new Uint8ArrayReader(content);
    await writer.add(path, reader);
  }
  return writer.close();
}
