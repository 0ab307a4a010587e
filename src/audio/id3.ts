// ID3v2 tags lie before the sound of MP3, AAC and some FLAC files; their contents are read elsewhere.

import { readBytes } from './blob-read';

const MAX_TAGS = 16;

/** Bytes of the ID3v2 tags that a file starts with; MP3, AAC and FLAC files can. */
export async function skipId3(blob: Blob): Promise<number> {
  let position = 0;
  for (let tag = 0; tag < MAX_TAGS && position + 10 <= blob.size; tag++) {
    const header = await readBytes(blob, position, position + 10);
    if (header[0] !== 0x49 || header[1] !== 0x44 || header[2] !== 0x33) break;
    const [a, b, c, d] = header.subarray(6) as unknown as [number, number, number, number];
    if ((a | b | c | d) & 0x80) break;
    const footerBytes = header[5]! & 0x10 ? 10 : 0;
    position += 10 + (a << 21) + (b << 14) + (c << 7) + d + footerBytes;
  }
  return position;
}
