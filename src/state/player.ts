// Gives the page something an <audio> element can play, for any clip.

import type { Clip } from '$lib/core/dataset-types';
import type { AudioSources } from '$lib/storage/audio-sources';
import { limitSeconds } from './analyse-blob';
import { featurePool } from './workers';

/** Formats that no browser plays; they are turned into WAV first. */
const NOT_PLAYABLE = /\bAU\b/i;

export class PlayerState {
  readonly #sources: AudioSources;

  constructor(sources: AudioSources) {
    this.#sources = sources;
  }

  /** An object URL; give it back with `close`. @throws EarmarkError `playback-unavailable` */
  async open(clip: Clip): Promise<string> {
    return playableUrl(await this.#sources.open(clip.id), clip.audio?.format ?? '');
  }

  close(url: string): void {
    URL.revokeObjectURL(url);
  }
}

/** @param format as in AudioInfo. Rejects with AbortError once the signal is aborted. */
export async function playableUrl(
  file: Blob,
  format: string,
  signal = new AbortController().signal,
): Promise<string> {
  signal.throwIfAborted();
  if (!NOT_PLAYABLE.test(format)) return URL.createObjectURL(file);
  const limit = { seconds: limitSeconds(file.size, 1), signal };
  const wav = await featurePool.run((api) => api.toWav(file, signal), limit);
  signal.throwIfAborted();
  return URL.createObjectURL(new Blob([wav], { type: 'audio/wav' }));
}
