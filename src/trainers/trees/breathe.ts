// Lets a long computation hear messages (an abort, a question) without slowing it down.

import { pauseForMessages } from '../../core/pause';
import { throwIfAborted } from '../../core/progress';

const PAUSE_EVERY_MILLISECONDS = 16;

/**
 * A function to await often: it gives way to the event loop about every 16 ms and throws the signal's
 * reason once the work was cancelled. `onPause` is called each time it gives way.
 */
export function createBreather(signal?: AbortSignal, onPause?: () => void): () => Promise<void> {
  let last = performance.now();
  return async () => {
    throwIfAborted(signal);
    if (performance.now() - last < PAUSE_EVERY_MILLISECONDS) return;
    onPause?.();
    await pauseForMessages();
    last = performance.now();
    throwIfAborted(signal);
  };
}
