// Whether an MP4 (M4A) file is whole, and its index sane, from the sizes of its boxes (ISO 14496-12).

import { EarmarkError } from '../../core/errors';
import { ascii, readView } from '../blob-read';
import { bytesText } from '../quantities';

const MAX_BOXES = 10_000;
/** Top-level boxes; anything else at that level is taken for leftovers after the file's end. */
const TOP_BOXES =
  'ftyp moov mdat free skip wide udta uuid moof mfra sidx styp meta pdin prft emsg'.split(' ');
/** The way down to the table that says how many packets lie together. */
const INDEX_BOXES = ['moov', 'trak', 'mdia', 'minf', 'stbl'];
const MAX_PACKETS_PER_CHUNK = 65_536;

interface Box {
  readonly type: string;
  /** Byte positions of the content. */
  readonly start: number;
  readonly end: number;
}

/** Throws `file-truncated` if a box ends past the end of the file or the index is not there; `file-damaged`. */
export async function checkMp4(blob: Blob): Promise<void> {
  let hasIndex = false;
  let end = 0;
  for await (const box of boxesIn(blob, 0, blob.size)) {
    if (!TOP_BOXES.includes(box.type)) break;
    end = box.end;
    if (end > blob.size) {
      const got = `${bytesText(blob.size)} of at least ${bytesText(end)}`;
      throw new EarmarkError('file-truncated', got);
    }
    hasIndex ||= box.type === 'moov' || box.type === 'moof';
    if (box.type === 'moov') await checkIndex(blob, box);
  }
  if (!hasIndex) throw new EarmarkError('file-truncated', 'an M4A without its index');
}

/** mediabunny 1.61 adds up the sizes of all packets of a chunk, for minutes if a damaged table says 2³² of them. */
async function checkIndex(blob: Blob, parent: Box): Promise<void> {
  for await (const box of boxesIn(blob, parent.start, parent.end)) {
    if (INDEX_BOXES.includes(box.type)) await checkIndex(blob, box);
    if (box.type !== 'stsc') continue;
    const table = await readView(blob, box.start, box.end);
    for (let at = 8; at + 12 <= table.byteLength; at += 12) {
      const packets = table.getUint32(at + 4);
      if (packets > MAX_PACKETS_PER_CHUNK) {
        throw new EarmarkError('file-damaged', `an M4A index with ${packets} packets in a chunk`);
      }
    }
  }
}

async function* boxesIn(blob: Blob, start: number, end: number): AsyncGenerator<Box> {
  let position = start;
  for (let i = 0; i < MAX_BOXES && position + 8 <= end; i++) {
    const header = await readView(blob, position, position + 16);
    const type = ascii(header, 4, 4);
    const isLong = header.getUint32(0) === 1;
    const size = boxSize(header, end - position);
    if (size < 8) return;
    yield { type, start: position + (isLong ? 16 : 8), end: position + size };
    position += size;
  }
}

/** 0 in the file stands for "to the end", 1 for a 64-bit size after the type. */
function boxSize(header: DataView, remainingBytes: number): number {
  const size = header.getUint32(0);
  if (size === 0) return remainingBytes;
  if (size === 1) return header.byteLength >= 16 ? Number(header.getBigUint64(8)) : 0;
  return size;
}
