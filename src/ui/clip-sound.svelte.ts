// The sound of one clip, opened for as long as a component shows it. The browser is asked for permission only for
// somebody who has just pressed something.

import type { Clip } from '../core/dataset-types';
import { toEarmarkError } from '../core/errors';
import { app } from '../state/app.svelte';

export class ClipSound {
  /** What an <audio> element can play; null while it is not there. */
  url = $state<string | null>(null);
  /** Why there is none, in words. */
  problem = $state<string | null>(null);
  /** It waits for `app.explore.access`: to be asked for, or for the browser's question to be answered. */
  locked = $state(false);

  /** Call from an effect, and return what it returns: the sound is given back with it. Tries again once unlocked. */
  open(clip: Clip): () => void {
    let opened: string | null = null;
    let left = false;
    void app.explore.access.grants;
    this.url = null;
    this.problem = null;
    this.locked = false;
    const open = async (): Promise<void> => {
      if (await app.explore.access.isLocked(clip)) {
        if (!left) this.locked = true;
        return;
      }
      if (left) return;
      const next = await app.player.open(clip);
      if (left) app.player.close(next);
      else this.url = opened = next;
    };
    open().catch((error: unknown) => {
      if (!left) this.problem = toEarmarkError(error, 'playback-unavailable').message;
    });
    return () => {
      left = true;
      if (opened) app.player.close(opened);
    };
  }
}
