// Whether a FLAC file has a usable header with sound after it; how much sound, decoding tells.

import { EarmarkError } from '../../core/errors';
import { readView } from '../blob-read';
import { skipId3 } from '../id3';

const MIN_FRAME_BYTES = 16;

/**
 * Throws `file-truncated` or `file-damaged` unless the metadata blocks are whole, name a sample rate, and a frame
 * follows them. (mediabunny 1.61 never returns from seeking in a FLAC file that has no first frame.)
 */
export async function checkFlac(blob: Blob): Promise<void> {
  const start = await skipId3(blob);
  let position = start + 4;
  for (let isLast = false; !isLast;) {
    const header = await readView(blob, position, position + 4);
    if (header.byteLength < 4) break;
    isLast = (header.getUint8(0) & 0x80) !== 0;
    position += 4 + (header.getUint32(0) & 0xffffff);
  }
  const streamInfo = await readView(blob, start + 18, start + 21);
  const frame = await readView(blob, position, position + MIN_FRAME_BYTES);
  if (frame.byteLength < MIN_FRAME_BYTES || streamInfo.byteLength < 3) {
    throw new EarmarkError('file-truncated', 'a FLAC file that ends before its sound');
  }
  const sampleRate = (streamInfo.getUint16(0) << 4) | (streamInfo.getUint8(2) >> 4);
  if (sampleRate === 0) throw new EarmarkError('file-damaged', 'a FLAC header with 0 Hz');
  if (frame.getUint16(0) >> 1 !== 0x7ffc) {
    throw new EarmarkError('file-damaged', 'a FLAC header without sound after it');
  }
}
