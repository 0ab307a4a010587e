// Whether a file can be a model at all, by its first bytes: what is not JSON is named for what it is, before anything parses
// it. What is inside the JSON is not looked at.

import { sniffAudio, type AudioContainer } from '../src/audio/sniff';
import { EarmarkError } from '../src/core/errors';

const RECORDINGS: Readonly<Record<AudioContainer, string>> = {
  wav: 'a recording (WAV)',
  au: 'a recording (Sun AU)',
  mp3: 'a recording (MP3)',
  adts: 'a recording (AAC)',
  ogg: 'a recording (Ogg)',
  flac: 'a recording (FLAC)',
  mp4: 'a recording (M4A)',
};
const HEAD_BYTES = 64;
/** How XGBoost's own binary format begins: an object whose first key has a length of 8 bytes. */
const UBJSON = /^\{L\0/;
const PICKLE = /^\x80[\x02-\x05]/;
/** After a byte order mark, if there is one. */
const JSON_TEXT = /^(\xef\xbb\xbf)?\s*[[{]/;

/** @throws EarmarkError `model-file-not-json`, which names the file and what it is */
export async function requireJson(file: File): Promise<void> {
  const kind = await kindUnlessJson(file);
  if (kind !== null) throw new EarmarkError('model-file-not-json', `${file.name}, ${kind}`);
}

/** In words; null for JSON, whole or not. */
async function kindUnlessJson(file: Blob): Promise<string | null> {
  if (file.size === 0) return 'an empty file';
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const start = String.fromCharCode(...head);
  if (UBJSON.test(start)) return 'a model in XGBoost’s binary format (UBJSON)';
  if (PICKLE.test(start)) return 'a Python pickle';
  if (JSON_TEXT.test(start)) return null;
  try {
    return RECORDINGS[await sniffAudio(file)];
  } catch (error) {
    if (!(error instanceof EarmarkError)) throw error;
    return error.code === 'codec-unsupported' ? `a recording (${error.got})` : error.got;
  }
}
