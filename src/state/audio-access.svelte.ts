// Whether the originals of this dataset may be read, as screens need it: a remembered folder is locked after a reload
// until somebody presses something and the browser has asked.

import type { Clip } from '$lib/core/dataset-types';
import type { AudioSources } from '$lib/storage/audio-sources';

export class AudioAccess {
  /** The browser is showing its question. */
  asking = $state(false);
  /** It was answered with no the last time. */
  refused = $state(false);
  /** How often it was answered with yes: read it in an effect that is to try again. */
  grants = $state(0);
  readonly #sources: AudioSources;

  constructor(sources: AudioSources) {
    this.#sources = sources;
    sources.permission.onAsking = (asking) => (this.asking = asking);
  }

  /** Asks nobody. */
  isLocked({ id }: Clip): Promise<boolean> {
    return this.#sources.isLocked(id);
  }

  /** Call it from a press: the browser asks, if it must. */
  async unlock({ id }: Clip): Promise<boolean> {
    if (!(await this.#sources.isLocked(id))) return true;
    const isGranted = await this.#sources.unlock(id);
    this.refused = !isGranted;
    if (isGranted) this.grants += 1;
    return isGranted;
  }
}
