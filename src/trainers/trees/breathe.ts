// Lets a long computation hear messages (an abort, a question) without slowing it down.

import { pauseForMessages } from '../../core/pause';
import { throwIfAborted, type OnProgress } from '../../core/progress';

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

/**
 * The same for work that knows how far it is: awaited with the finished share, 0…1, which is told each time it gives way
 * and never goes back.
 */
export function createProgressBreather(
  signal?: AbortSignal,
  onProgress?: OnProgress,
): (share: number) => Promise<void> {
  let highest = 0;
  const breathe = createBreather(signal, () => onProgress?.(highest));
  return (share) => {
    highest = Math.max(highest, share);
    return breathe();
  };
}
