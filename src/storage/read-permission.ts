// Whether the browser lets the page read a remembered file or folder, and asking it: one question at a time, because
// every clip has a handle of its own to the same folder.

/** As much of a FileSystemHandle as permission needs; browsers without it do not ask. */
export interface AskableHandle {
  readonly kind?: string;
  queryPermission?(options: { mode: 'read' }): Promise<PermissionState>;
  requestPermission?(options: { mode: 'read' }): Promise<PermissionState>;
}

/** For as long as a press allows the next question, a refusal answers for the clips that come after it. */
const REFUSAL_MILLISECONDS = 5000;
const READ = { mode: 'read' } as const;

export class ReadPermission {
  /** Called with true when the browser begins to ask, and with false once it was answered. */
  onAsking: (asking: boolean) => void = () => undefined;
  #asking: Promise<boolean> | null = null;
  #refusedAt = -Infinity;
  readonly #now: () => number;

  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /** Asks nobody. */
  async isGranted(handle: AskableHandle): Promise<boolean> {
    if (!handle.queryPermission || !handle.requestPermission) return true;
    return (await handle.queryPermission(READ)) === 'granted';
  }

  /** Asks if it must, unless that was refused a moment ago. */
  async obtain(handle: AskableHandle): Promise<boolean> {
    if (await this.isGranted(handle)) return true;
    if (this.#asking) {
      await this.#asking;
      return this.isGranted(handle);
    }
    if (this.#now() - this.#refusedAt < REFUSAL_MILLISECONDS) return false;
    return this.ask(handle);
  }

  /** Asks, whatever was said before: only for somebody who has just pressed something. */
  async ask(handle: AskableHandle): Promise<boolean> {
    this.#asking ??= this.#ask(handle);
    return this.#asking;
  }

  async #ask(handle: AskableHandle): Promise<boolean> {
    this.onAsking(true);
    try {
      // A browser that no press entitles to ask throws: that is a refusal too.
      const answer = await handle.requestPermission?.(READ).catch(() => 'denied' as const);
      const isGranted = answer === undefined || answer === 'granted';
      this.#refusedAt = isGranted ? -Infinity : this.#now();
      return isGranted;
    } finally {
      this.#asking = null;
      this.onAsking(false);
    }
  }
}
