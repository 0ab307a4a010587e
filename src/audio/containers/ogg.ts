// Whether an Ogg file is whole, from its last page.

import { EarmarkError } from '../../core/errors';
import { readBytes } from '../blob-read';
import { bytesText } from '../quantities';

const HEADER_BYTES = 27;
const MAX_PAGE_BYTES = HEADER_BYTES + 255 + 255 * 255;

/** Throws `file-truncated` if the last page, or a packet begun on it, lacks its end. */
export async function checkOgg(blob: Blob): Promise<void> {
  const bytes = await readBytes(blob, blob.size - MAX_PAGE_BYTES, blob.size);
  const page = lastIndexOfOggPage(bytes);
  if (page === null) return;
  const available = bytes.length - page;
  const numSegments = bytes[page + 26] ?? 0;
  const lacing = bytes.subarray(page + HEADER_BYTES, page + HEADER_BYTES + numSegments);
  const declared = HEADER_BYTES + numSegments + lacing.reduce((sum, size) => sum + size, 0);
  if (available < HEADER_BYTES + numSegments || available < declared) {
    throw new EarmarkError(
      'file-truncated',
      `a last Ogg page of ${bytesText(available)}, which should be longer`,
    );
  }
  const isLast = (bytes[page + 5]! & 4) !== 0;
  if (!isLast && lacing.at(-1) === 255) {
    throw new EarmarkError('file-truncated', 'a last packet that goes on past the end of the file');
  }
}

/** Position of the last "OggS" followed by version 0 (or by the end); null if there is none. */
function lastIndexOfOggPage(bytes: Uint8Array): number | null {
  for (let i = bytes.length - 4; i >= 0; i--) {
    const isCapture =
      bytes[i] === 0x4f && bytes[i + 1] === 0x67 && bytes[i + 2] === 0x67 && bytes[i + 3] === 0x53;
    if (isCapture && (bytes[i + 4] ?? 0) === 0) return i;
  }
  return null;
}
