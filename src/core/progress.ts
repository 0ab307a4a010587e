// How long work tells where it is and hears that it should stop.

/** Called with the finished share of the work, 0…1. */
export type OnProgress = (fraction: number) => void;

/** Throws the signal's reason (an AbortError) if the work was cancelled. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  signal?.throwIfAborted();
}
