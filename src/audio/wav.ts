// Reads the header of a WAV file: RIFF, big-endian RIFX, and RF64 for files past 4 GiB.

import { EarmarkError } from '../core/errors';
import { ascii, readView } from './blob-read';
import { isPlausible, type PcmEncoding, type PcmLayout } from './pcm';
import { bytesText } from './quantities';

const PCM = 1;
const FLOAT = 3;
const A_LAW = 6;
const MU_LAW = 7;
const EXTENSIBLE = 0xfffe;
/** Codecs that lie in WAV files now and then, by format tag; neither we nor browsers decode them. */
const OTHER_CODECS: Readonly<Record<number, string>> = {
  0x02: 'MS ADPCM',
  0x11: 'IMA ADPCM',
  0x31: 'GSM 6.10',
  0x50: 'MPEG audio',
  0x55: 'MP3',
  0x161: 'WMA',
};
/** Sizes that programs write into a pipe, where they cannot come back to fill in the real one. */
const PIPE_SIZES: readonly number[] = [0xffffffff, 0x7ffff000];
const MAX_CHUNKS = 10_000;

type SampleFormat = Omit<PcmLayout, 'dataStart' | 'numFrames'>;

/** Throws `file-truncated`, `file-damaged` or `codec-unsupported`. */
export async function readWavLayout(blob: Blob): Promise<PcmLayout> {
  const riff = await readView(blob, 0, 12);
  const littleEndian = ascii(riff, 0, 4) !== 'RIFX';
  // A program that was stopped leaves both sizes at 0.
  const unfinished = riff.byteLength >= 8 && riff.getUint32(4, littleEndian) === 0;
  let format: SampleFormat | null = null;
  let longDataBytes: number | null = null;
  let position = 12;
  for (let chunk = 0; chunk < MAX_CHUNKS && position + 8 <= blob.size; chunk++) {
    const header = await readView(blob, position, position + 8);
    const id = ascii(header, 0, 4);
    const size = header.getUint32(4, littleEndian);
    const start = position + 8;
    if (id === 'fmt ') {
      const chunkView = await readView(blob, start, start + Math.min(size, 40));
      format = parseFormat(chunkView, { littleEndian });
    } else if (id === 'ds64') {
      const sizes = await readView(blob, start, start + 16);
      if (sizes.byteLength === 16) longDataBytes = Number(sizes.getBigUint64(8, littleEndian));
    } else if (id === 'data') {
      if (!format) throw new EarmarkError('file-damaged', 'a WAV file with data before its format');
      const isUnknown = PIPE_SIZES.includes(size) || (size === 0 && unfinished);
      const declared = isUnknown ? longDataBytes : size;
      return layoutOf(format, start, declared, blob.size);
    }
    position = start + size + (size % 2);
  }
  if (position > blob.size || blob.size < 44) {
    throw new EarmarkError('file-truncated', `a WAV file that ends in its header`);
  }
  throw new EarmarkError('file-damaged', 'a WAV file without a data chunk');
}

function layoutOf(
  format: SampleFormat,
  dataStart: number,
  declaredBytes: number | null,
  fileBytes: number,
): PcmLayout {
  const availableBytes = fileBytes - dataStart;
  const dataBytes = declaredBytes ?? availableBytes;
  if (dataBytes > availableBytes) {
    const got = `${bytesText(availableBytes)} of the ${bytesText(dataBytes)} declared`;
    throw new EarmarkError('file-truncated', got);
  }
  const numFrames = Math.floor(dataBytes / (format.channels * format.bytesPerSample));
  return { ...format, dataStart, numFrames };
}

function parseFormat(view: DataView, { littleEndian }: { littleEndian: boolean }): SampleFormat {
  if (view.byteLength < 14) throw new EarmarkError('file-truncated', 'a cut-off WAV format chunk');
  const channels = view.getUint16(2, littleEndian);
  const sampleRate = view.getUint32(4, littleEndian);
  const frameBytes = view.getUint16(12, littleEndian);
  let tag = view.getUint16(0, littleEndian);
  if (tag === EXTENSIBLE && view.byteLength >= 26) tag = view.getUint16(24, littleEndian);
  // Sample widths such as 20 bits lie left-justified in whole bytes, so the frame size tells what to read.
  const bytesPerSample = frameBytes / channels;
  const encoding = encodingOf(tag, bytesPerSample);
  if (!encoding) {
    if (tag === PCM || tag === FLOAT) {
      const got = `a WAV header with frames of ${frameBytes} bytes for ${channels} channels`;
      throw new EarmarkError('file-damaged', got);
    }
    const name = OTHER_CODECS[tag] ?? `codec 0x${tag.toString(16).padStart(4, '0')}`;
    throw new EarmarkError('codec-unsupported', `WAV with ${name}`);
  }
  if (!isPlausible(channels, sampleRate)) {
    const got = `a WAV header with ${channels} channels at ${sampleRate} Hz`;
    throw new EarmarkError('file-damaged', got);
  }
  return {
    encoding,
    bytesPerSample: bytesPerSample as PcmLayout['bytesPerSample'],
    littleEndian,
    channels,
    sampleRate,
  };
}

function encodingOf(tag: number, bytesPerSample: number): PcmEncoding | null {
  if (tag === PCM && bytesPerSample === 1) return 'unsigned';
  if (tag === PCM && [2, 3, 4].includes(bytesPerSample)) return 'signed';
  if (tag === FLOAT && [4, 8].includes(bytesPerSample)) return 'float';
  if (tag === A_LAW && bytesPerSample === 1) return 'a-law';
  if (tag === MU_LAW && bytesPerSample === 1) return 'mu-law';
  return null;
}
