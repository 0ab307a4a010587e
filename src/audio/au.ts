// Reads the header of a Sun/NeXT AU file (.au, .snd), the format GTZAN is distributed in and no browser plays.

import { EarmarkError } from '../core/errors';
import { ascii, readView } from './blob-read';
import { isPlausible, type PcmEncoding, type PcmLayout } from './pcm';
import { bytesText } from './quantities';

const HEADER_BYTES = 24;
const UNKNOWN_SIZE = 0xffffffff;

/** The header's encoding field → how samples are stored. */
const ENCODINGS: Readonly<
  Record<number, readonly [encoding: PcmEncoding, bytesPerSample: PcmLayout['bytesPerSample']]>
> = {
  1: ['mu-law', 1],
  2: ['signed', 1],
  3: ['signed', 2],
  4: ['signed', 3],
  5: ['signed', 4],
  6: ['float', 4],
  7: ['float', 8],
  27: ['a-law', 1],
};

/** Throws `file-truncated`, `file-damaged` or `codec-unsupported`. */
export async function readAuLayout(blob: Blob): Promise<PcmLayout> {
  const view = await readView(blob, 0, HEADER_BYTES);
  if (view.byteLength < HEADER_BYTES) {
    throw new EarmarkError('file-truncated', `a header of ${bytesText(view.byteLength)} of 24`);
  }
  const littleEndian = ascii(view, 0, 4) === 'dns.';
  const [dataStart, declaredBytes, code, sampleRate, channels] = [4, 8, 12, 16, 20].map((offset) =>
    view.getUint32(offset, littleEndian),
  ) as [number, number, number, number, number];
  const stored = ENCODINGS[code];
  if (!stored) throw new EarmarkError('codec-unsupported', `Sun AU with encoding ${code}`);
  if (dataStart < HEADER_BYTES || !isPlausible(channels, sampleRate)) {
    const got = `an AU header with ${channels} channels at ${sampleRate} Hz, data at byte ${dataStart}`;
    throw new EarmarkError('file-damaged', got);
  }
  const [encoding, bytesPerSample] = stored;
  const frameBytes = channels * bytesPerSample;
  const availableBytes = Math.max(0, blob.size - dataStart);
  const dataBytes = declaredBytes === UNKNOWN_SIZE ? availableBytes : declaredBytes;
  if (dataBytes > availableBytes) {
    const got = `${bytesText(availableBytes)} of the ${bytesText(dataBytes)} declared`;
    throw new EarmarkError('file-truncated', got);
  }
  const numFrames = Math.floor(dataBytes / frameBytes);
  return { encoding, bytesPerSample, littleEndian, channels, sampleRate, dataStart, numFrames };
}
