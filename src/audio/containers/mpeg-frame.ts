// The 4-byte header of an MPEG audio frame (ISO 11172-3, 13818-3): enough to find frames and to see a cut-off one.

export interface MpegFrame {
  readonly layer: 1 | 2 | 3;
  /** Hz. */
  readonly sampleRate: number;
  readonly channels: 1 | 2;
  readonly numSamples: number;
  /** Length of the frame, header included. */
  readonly bytes: number;
  /** MPEG-2 and 2.5, which have half-length frames. */
  readonly lowRate: boolean;
}

/** kbit/s by bitrate index 1…14. */
const BITRATES = {
  full: {
    1: [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    2: [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    3: [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  },
  low: {
    1: [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    2: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    3: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  },
} as const;
const RATES = [44100, 48000, 32000] as const;

/** The frame whose header lies at `offset`; null if there is none. */
export function parseMpegFrame(bytes: Uint8Array, offset: number): MpegFrame | null {
  if (offset + 4 > bytes.length) return null;
  const [sync, kind, rates, mode] = bytes.subarray(offset, offset + 4) as unknown as [
    number,
    number,
    number,
    number,
  ];
  if (sync !== 0xff || (kind & 0xe0) !== 0xe0) return null;
  const version = (kind >> 3) & 3;
  const layerBits = (kind >> 1) & 3;
  const rate = RATES[(rates >> 2) & 3];
  if (version === 1 || layerBits === 0 || rate === undefined) return null;
  const layer = (4 - layerBits) as 1 | 2 | 3;
  const lowRate = version !== 3;
  const kilobits = BITRATES[lowRate ? 'low' : 'full'][layer][(rates >> 4) - 1];
  if (kilobits === undefined) return null;
  const sampleRate = rate / (version === 3 ? 1 : version === 2 ? 2 : 4);
  const padding = (rates >> 1) & 1;
  const numSamples = layer === 1 ? 384 : layer === 3 && lowRate ? 576 : 1152;
  const slots = Math.floor(((layer === 1 ? 12 : numSamples / 8) * kilobits * 1000) / sampleRate);
  return {
    layer,
    sampleRate,
    channels: mode >> 6 === 3 ? 1 : 2,
    numSamples,
    bytes: layer === 1 ? 4 * (slots + padding) : slots + padding,
    lowRate,
  };
}

/** True if both can be frames of one stream. */
export function isSameStream(a: MpegFrame, b: MpegFrame): boolean {
  return a.layer === b.layer && a.sampleRate === b.sampleRate && a.lowRate === b.lowRate;
}

/**
 * Offset of the first frame that another one of the same stream follows (or that is all there is); null if none.
 * Two in a row, because a single header is only some 20 bits and turns up in any data.
 */
export function findMpegFrame(bytes: Uint8Array, from = 0, to = bytes.length): number | null {
  for (let offset = from; offset < to; offset++) {
    const frame = bytes[offset] === 0xff ? parseMpegFrame(bytes, offset) : null;
    if (!frame) continue;
    const end = offset + frame.bytes;
    const next = parseMpegFrame(bytes, end);
    if (next ? isSameStream(frame, next) : offset === from && end === bytes.length) return offset;
  }
  return null;
}
