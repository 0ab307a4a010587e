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

/** Resolves when no tab trains the run. */
export async function whenRunIsFree(runId: string): Promise<void> {
  if (!('locks' in navigator)) return;
  await navigator.locks.request(lockName(runId), { mode: 'shared' }, () => undefined);
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

const TAB_LOCK = 'earmark-tab';

/** Lets other tabs know of this one for as long as it is open. */
export async function announceTab(): Promise<void> {
  if (!('locks' in navigator)) return;
  await new Promise<void>((resolve) => {
    const untilClosed = (): Promise<never> => {
      resolve();
      return new Promise(() => undefined);
    };
    void navigator.locks.request(TAB_LOCK, { mode: 'shared' }, untilClosed);
  });
}

/** Whether no other tab is open that said so. */
export async function isOnlyTab(): Promise<boolean> {
  if (!('locks' in navigator)) return true;
  const { held = [] } = await navigator.locks.query();
  return held.filter(({ name }) => name === TAB_LOCK).length <= 1;
}
