// Tells by its first bytes what a file is. Names and MIME types are not asked: they lie.

import { EarmarkError } from '../core/errors';
import { ascii, readBytes } from './blob-read';
import { isAdts } from './containers/adts';
import { findMpegFrame, parseMpegFrame } from './containers/mpeg-frame';
import { skipId3 } from './id3';
import { bytesText } from './quantities';

export type AudioContainer = 'wav' | 'au' | 'mp3' | 'adts' | 'ogg' | 'flac' | 'mp4';

const HEAD_BYTES = 64;
/** Some files have padding or leftovers before the first MP3 frame. */
const MPEG_SEARCH_BYTES = 8192;

type Signature = readonly [offset: number, bytes: string, what: string];

const CONTAINERS: readonly (readonly [number, string, AudioContainer])[] = [
  [8, 'WAVE', 'wav'],
  [0, '.snd', 'au'],
  [0, 'dns.', 'au'],
  [0, 'OggS', 'ogg'],
  [0, 'fLaC', 'flac'],
  [4, 'ftyp', 'mp4'],
];

/** Sound that neither this code nor most browsers read. */
const OTHER_AUDIO: readonly Signature[] = [
  [0, '\x1a\x45\xdf\xa3', 'WebM or Matroska'],
  [8, 'AIFF', 'AIFF'],
  [8, 'AIFC', 'AIFF-C'],
  [0, '\x30\x26\xb2\x75\x8e\x66\xcf\x11', 'Windows Media'],
  [0, 'caff', 'Core Audio (CAF)'],
  [0, '#!AMR', 'AMR'],
  [0, 'MAC ', "Monkey's Audio"],
  [0, 'wvpk', 'WavPack'],
  [0, 'MPCK', 'Musepack'],
  [0, 'MP+', 'Musepack'],
  [0, 'DSD ', 'DSD'],
  [0, 'TTA1', 'True Audio'],
];

const NOT_AUDIO: readonly Signature[] = [
  [0, '\x89PNG', 'a PNG image'],
  [0, '\xff\xd8\xff', 'a JPEG image'],
  [0, 'GIF8', 'a GIF image'],
  [8, 'WEBP', 'a WebP image'],
  [0, 'II*\0', 'a TIFF image'],
  [0, 'MM\0*', 'a TIFF image'],
  [0, '%PDF', 'a PDF'],
  [0, 'PK\x03\x04', 'a zip'],
  [0, 'PK\x05\x06', 'an empty zip'],
  [0, '\x1f\x8b', 'a gzip archive'],
  [0, '7z\xbc\xaf', 'a 7z archive'],
  [0, 'Rar!', 'a RAR archive'],
  [0, 'MThd', 'a MIDI file (notes, not sound)'],
  [8, 'AVI ', 'an AVI video'],
  [0, 'SQLite format 3', 'a database'],
  [0, '\x7fELF', 'a program'],
  [0, '\x00\x05\x16\x07', 'a macOS resource file (its name starts with "._")'],
  [0, 'bplist', 'a macOS property list'],
  [0, '{\\rtf', 'an RTF document'],
  [0, '\xd0\xcf\x11\xe0', 'an old Office document'],
];

/** Throws `file-empty`, `file-not-audio`, `codec-unsupported`, `file-truncated` or `file-unreadable`. */
export async function sniffAudio(blob: Blob): Promise<AudioContainer> {
  if (blob.size === 0) throw new EarmarkError('file-empty', '0 bytes');
  const tagBytes = await skipId3(blob);
  if (tagBytes >= blob.size) {
    throw new EarmarkError('file-truncated', `only tags, ${bytesText(blob.size)}, and no sound`);
  }
  const bytes = await readBytes(blob, tagBytes, tagBytes + MPEG_SEARCH_BYTES);
  const head = new DataView(bytes.buffer, 0, Math.min(HEAD_BYTES, bytes.length));
  const container = matchSignature(head, CONTAINERS);
  if (container) return container;
  const other = matchSignature(head, OTHER_AUDIO);
  if (other) throw new EarmarkError('codec-unsupported', other);
  const notAudio = matchSignature(head, NOT_AUDIO);
  if (notAudio) throw new EarmarkError('file-not-audio', notAudio);
  if (isAdts(bytes)) return 'adts';
  const mpegOffset = findMpegFrame(bytes);
  if (mpegOffset !== null) {
    const { layer } = parseMpegFrame(bytes, mpegOffset)!;
    if (layer === 3) return 'mp3';
    throw new EarmarkError('codec-unsupported', `MPEG audio layer ${'I'.repeat(layer)}`);
  }
  const start = parseMpegFrame(bytes, 0);
  const isCutInFirstFrame = start?.layer === 3 && start.bytes > bytes.length;
  if (isCutInFirstFrame || tagBytes > 0) {
    throw new EarmarkError('file-truncated', 'an MP3 without a whole frame of sound');
  }
  throw new EarmarkError('file-not-audio', describeBytes(bytes));
}

function matchSignature<T>(
  head: DataView,
  signatures: readonly (readonly [offset: number, bytes: string, result: T])[],
): T | null {
  const match = signatures.find(([offset, text]) => ascii(head, offset, text.length) === text);
  return match ? match[2] : null;
}

function describeBytes(bytes: Uint8Array): string {
  if (bytes.every((byte) => byte === 0)) return 'only zero bytes';
  const text = asText(bytes);
  if (text !== null) {
    if (/^\s*<(!doctype html|html)/i.test(text)) return 'a web page (HTML)';
    if (/^\s*<(\?xml|svg)/i.test(text)) return 'XML';
    return /^\s*[[{]/.test(text) ? 'JSON or similar text' : 'text';
  }
  const start = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0'));
  return `unknown data (it begins with ${start.join(' ')})`;
}

/** The bytes as text, or null if they are not UTF-8 or UTF-16 text. A character cut off at the end is no fault. */
function asText(bytes: Uint8Array): string | null {
  const mark = (bytes[0]! << 8) | bytes[1]!;
  const label = mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(label, { fatal: true }).decode(bytes, { stream: true });
    return Array.from(text).some(isControlCharacter) ? null : text;
  } catch {
    return null;
  }
}

/** Control characters other than tab, line ends, form feed and escape. */
function isControlCharacter(character: string): boolean {
  const code = character.charCodeAt(0);
  return code < 0x20 && !(code >= 0x09 && code <= 0x0d) && code !== 0x1b;
}
