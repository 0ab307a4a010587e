// Reads uncompressed samples, as WAV and Sun AU store them, slice by slice, as one mono signal.
// Own code rather than the browser's: it also runs in Node, keeps the native rate, and sees a cut-off end.

import type { Waveform } from '../core/audio-types';
import { readBytes } from './blob-read';
import { averagePlanes, checkDuration } from './mono';

export type PcmEncoding = 'unsigned' | 'signed' | 'float' | 'mu-law' | 'a-law';

/** How and where the samples lie. */
export interface PcmLayout {
  readonly encoding: PcmEncoding;
  readonly bytesPerSample: 1 | 2 | 3 | 4 | 8;
  readonly littleEndian: boolean;
  readonly channels: number;
  /** Hz. */
  readonly sampleRate: number;
  /** Byte position of the first frame. */
  readonly dataStart: number;
  readonly numFrames: number;
}

const SLICE_BYTES = 1 << 20;

/** Frames [startFrame, endFrame). */
export interface FrameRange {
  readonly startFrame: number;
  readonly endFrame: number;
}

/**
 * The frames as mono, nominally in [−1, 1], a slice of the file at a time.
 * Throws `audio-too-long`, `file-unreadable`.
 */
export async function* readPcmBlocks(
  blob: Blob,
  layout: PcmLayout,
  { startFrame, endFrame, signal }: FrameRange & { readonly signal?: AbortSignal | undefined },
): AsyncGenerator<Waveform> {
  const { channels, sampleRate, bytesPerSample } = layout;
  const frameBytes = channels * bytesPerSample;
  const sliceFrames = Math.max(1, Math.floor(SLICE_BYTES / frameBytes));
  checkDuration((endFrame - startFrame) / sampleRate);
  const read = sampleReader(layout);
  for (let frame = startFrame; frame < endFrame; frame += sliceFrames) {
    signal?.throwIfAborted();
    const count = Math.min(sliceFrames, endFrame - frame);
    const start = layout.dataStart + frame * frameBytes;
    const bytes = await readBytes(blob, start, start + count * frameBytes);
    const view = new DataView(bytes.buffer);
    const planes = Array.from({ length: channels }, (_, channel) => {
      const plane = new Float32Array(count);
      for (let i = 0, at = channel * bytesPerSample; i < count; i++, at += frameBytes) {
        plane[i] = read(view, at);
      }
      return plane;
    });
    yield { samples: averagePlanes(planes, 0, count), sampleRate };
  }
}

type SampleReader = (view: DataView, offset: number) => number;

function sampleReader(layout: PcmLayout): SampleReader {
  const { encoding, bytesPerSample, littleEndian } = layout;
  switch (encoding) {
    case 'mu-law':
      return tableReader(decodeMuLaw);
    case 'a-law':
      return tableReader(decodeALaw);
    case 'float':
      return bytesPerSample === 8
        ? (view, at) => view.getFloat64(at, littleEndian)
        : (view, at) => view.getFloat32(at, littleEndian);
    case 'unsigned':
      return (view, at) => (view.getUint8(at) - 128) / 128;
    case 'signed':
      return signedReader(layout);
  }
}

function signedReader({ bytesPerSample, littleEndian }: PcmLayout): SampleReader {
  switch (bytesPerSample) {
    case 1:
      return (view, at) => view.getInt8(at) / 0x80;
    case 2:
      return (view, at) => view.getInt16(at, littleEndian) / 0x8000;
    case 3:
      return littleEndian
        ? (view, at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 0x10000) / 0x800000
        : (view, at) => (view.getInt8(at) * 0x10000 + view.getUint16(at + 1)) / 0x800000;
    default:
      return (view, at) => view.getInt32(at, littleEndian) / 0x80000000;
  }
}

function tableReader(decode: (byte: number) => number): SampleReader {
  const table = Float32Array.from({ length: 256 }, (_, byte) => decode(byte));
  return (view, at) => table[view.getUint8(at)]!;
}

/** ITU-T G.711 µ-law, to [−1, 1). */
function decodeMuLaw(byte: number): number {
  const bits = ~byte & 0xff;
  const magnitude = (((bits & 0x0f) << 3) + 0x84) << ((bits >> 4) & 7);
  const value = magnitude - 0x84;
  return (bits & 0x80 ? -value : value) / 0x8000;
}

/** ITU-T G.711 A-law, to [−1, 1). */
function decodeALaw(byte: number): number {
  const bits = byte ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = ((bits & 0x0f) << 4) + 8;
  const value = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return (bits & 0x80 ? value : -value) / 0x8000;
}

/** "16-bit PCM", "32-bit float", "µ-law". */
export function pcmName({ encoding, bytesPerSample }: PcmLayout): string {
  switch (encoding) {
    case 'mu-law':
      return 'µ-law';
    case 'a-law':
      return 'A-law';
    case 'float':
      return `${8 * bytesPerSample}-bit float`;
    case 'signed':
    case 'unsigned':
      return `${8 * bytesPerSample}-bit PCM`;
  }
}

/** False for numbers of channels and rates that only a damaged header gives. */
export function isPlausible(channels: number, sampleRate: number): boolean {
  return channels >= 1 && channels <= 64 && sampleRate >= 1 && sampleRate <= 1_000_000;
}
