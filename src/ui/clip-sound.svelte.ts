// The sound of one clip, opened for as long as a component shows it.

import type { Clip } from '../core/dataset-types';
import { toEarmarkError } from '../core/errors';
import { app } from '../state/app.svelte';

export class ClipSound {
  /** What an <audio> element can play; null while it is not there. */
  url = $state<string | null>(null);
  /** Why there is none, in words. */
  problem = $state<string | null>(null);

  /** Call from an effect, and return what it returns: the sound is given back with it. */
  open(clip: Clip): () => void {
    let opened: string | null = null;
    let left = false;
    this.url = null;
    this.problem = null;
    app.player.open(clip).then(
      (next) => {
        if (left) app.player.close(next);
        else this.url = opened = next;
      },
      (error: unknown) => {
        if (!left) this.problem = toEarmarkError(error, 'playback-unavailable').message;
      },
    );
    return () => {
      left = true;
      if (opened) app.player.close(opened);
    };
  }
}
