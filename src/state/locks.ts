// Work that two tabs must not do at once is done under a Web Lock, which other tabs can see.

function lockName(runId: string): string {
  return `earmark-run-${runId}`;
}

/** Runs the work while this tab holds the run; null when another tab has it. */
export async function withRunLock<Result>(
  runId: string,
  work: () => Promise<Result>,
): Promise<Result | null> {
  if (!('locks' in navigator)) return work();
  return navigator.locks.request(lockName(runId), { ifAvailable: true }, (lock) =>
    lock ? work() : null,
  );
}

export function isRunLocked(runId: string): Promise<boolean> {
  return isHeld(lockName(runId));
}

async function isHeld(name: string): Promise<boolean> {
  if (!('locks' in navigator)) return false;
  const { held } = await navigator.locks.query();
  return held?.some((lock) => lock.name === name) ?? false;
}

const LIBRARY_LOCK = 'earmark-library';

/** One tab at a time changes the datasets; another one waits for its turn. */
export async function withLibraryLock(
  signal: AbortSignal,
  work: () => Promise<void>,
): Promise<void> {
  if (!('locks' in navigator)) return work();
  return navigator.locks.request(LIBRARY_LOCK, { signal }, work);
}

export function isLibraryLocked(): Promise<boolean> {
  return isHeld(LIBRARY_LOCK);
}
