// What an MP3 says about its own length, and whether its last frame is whole, from the two ends of the file.

import { EarmarkError } from '../../core/errors';
import { ascii, readBytes, readView } from '../blob-read';
import { skipId3 } from '../id3';
import { findMpegFrame, isSameStream, parseMpegFrame, type MpegFrame } from './mpeg-frame';

const HEAD_BYTES = 16_384;
const TAIL_BYTES = 16_384;

/**
 * The seconds that a Xing, Info or VBRI header declares, null without one. Throws `file-truncated` if without one the
 * last frame lacks its end: then nobody can tell how much more is missing.
 */
export async function checkMp3(blob: Blob): Promise<number | null> {
  const start = await skipId3(blob);
  const head = await readBytes(blob, start, start + HEAD_BYTES);
  const offset = findMpegFrame(head) ?? 0;
  const first = parseMpegFrame(head, offset);
  if (!first) return null;
  const numFrames = declaredFrames(new DataView(head.buffer), offset, first);
  if (numFrames !== null) return (numFrames * first.numSamples) / first.sampleRate;
  const missing = await missingBytesOfLastFrame(blob, start, first);
  if (missing === 0) return null;
  throw new EarmarkError('file-truncated', `a last frame that lacks ${missing} bytes`);
}

/** The number of frames that the first frame names, if it is a table of contents and not sound. */
function declaredFrames(view: DataView, offset: number, frame: MpegFrame): number | null {
  const sideBytes = frame.lowRate
    ? frame.channels === 1
      ? 9
      : 17
    : frame.channels === 1
      ? 17
      : 32;
  const xing = offset + 4 + sideBytes;
  if (['Xing', 'Info'].includes(ascii(view, xing, 4)) && xing + 12 <= view.byteLength) {
    const hasFrames = (view.getUint32(xing + 4) & 1) !== 0;
    return hasFrames ? view.getUint32(xing + 8) : null;
  }
  const vbri = offset + 36;
  if (ascii(view, vbri, 4) === 'VBRI' && vbri + 18 <= view.byteLength) {
    return view.getUint32(vbri + 14);
  }
  return null;
}

async function missingBytesOfLastFrame(
  blob: Blob,
  start: number,
  first: MpegFrame,
): Promise<number> {
  const end = await endOfSound(blob);
  const tail = await readBytes(blob, Math.max(start, end - TAIL_BYTES), end);
  let offset = findMpegFrame(tail);
  while (offset !== null) {
    const frame = parseMpegFrame(tail, offset);
    if (frame && isSameStream(frame, first)) {
      offset += frame.bytes;
      if (offset > tail.length) return offset - tail.length;
    } else {
      offset = findMpegFrame(tail, offset + 1);
    }
  }
  return 0;
}

/** Where the tags at the end begin: ID3v1, and APEv2 before it. */
async function endOfSound(blob: Blob): Promise<number> {
  let end = blob.size;
  const id3 = await readView(blob, end - 128, end);
  if (ascii(id3, 0, 3) === 'TAG') end -= 128;
  const ape = await readView(blob, end - 32, end);
  if (ape.byteLength === 32 && ascii(ape, 0, 8) === 'APETAGEX') {
    const hasHeader = (ape.getUint32(20, true) & 0x80000000) !== 0;
    end -= ape.getUint32(12, true) + (hasHeader ? 32 : 0);
  }
  return Math.max(0, end);
}
