// Whether a raw AAC stream (ADTS, ISO 13818-7) is whole, by walking its frames.

import { EarmarkError } from '../../core/errors';
import { readBytes } from '../blob-read';
import { skipId3 } from '../id3';

const HEADER_BYTES = 7;
const SLICE_BYTES = 1 << 20;

/** Length of the frame at `offset`, header included; 0 if none starts there. */
function adtsFrameBytes(bytes: Uint8Array, offset: number): number {
  if (offset + HEADER_BYTES > bytes.length) return 0;
  if (bytes[offset] !== 0xff || (bytes[offset + 1]! & 0xf6) !== 0xf0) return 0;
  const length =
    ((bytes[offset + 3]! & 3) << 11) | (bytes[offset + 4]! << 3) | (bytes[offset + 5]! >> 5);
  return length >= HEADER_BYTES ? length : 0;
}

/** True if two frames in a row start the bytes. */
export function isAdts(bytes: Uint8Array): boolean {
  const length = adtsFrameBytes(bytes, 0);
  return length > 0 && adtsFrameBytes(bytes, length) > 0;
}

/**
 * Throws `file-truncated` if the last frame lacks its end, `file-damaged` if a frame has no length.
 * (mediabunny 1.61 never gets past a frame of length 0.)
 */
export async function checkAdts(blob: Blob): Promise<void> {
  let position = await skipId3(blob);
  while (position < blob.size) {
    const bytes = await readBytes(blob, position, position + SLICE_BYTES);
    let offset = 0;
    for (;;) {
      const length = adtsFrameBytes(bytes, offset);
      if (length === 0) break;
      offset += length;
    }
    position += offset;
    if (position > blob.size) {
      throw new EarmarkError(
        'file-truncated',
        `a last frame that lacks ${position - blob.size} bytes`,
      );
    }
    const isSliceEnd = offset + HEADER_BYTES > bytes.length && position + HEADER_BYTES <= blob.size;
    if (isSliceEnd) continue;
    if (bytes[offset] === 0xff && (bytes[offset + 1]! & 0xf6) === 0xf0) {
      throw new EarmarkError('file-damaged', 'an AAC frame without length');
    }
    return;
  }
}
