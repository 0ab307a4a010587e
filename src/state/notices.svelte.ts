// Messages to the visitor: every failure and every fallback shows here, unless a box on the screen tells it. Good news goes
// by itself, at the pace of who reads it.

import {
  isAbort,
  tellError,
  toEarmarkError,
  type ErrorCode,
  type ErrorRecord,
} from '$lib/core/errors';

const MIN_LINGER_SECONDS = 8;
/** As long as it takes to change one's mind. */
const MIN_LINGER_WITH_ACTION_SECONDS = 30;
/** For those who read slowly, or hear the page read out. */
const SECONDS_PER_WORD = 0.5;

export interface NoticeAction {
  readonly label: string;
  run(): void;
}

export interface Notice {
  readonly id: number;
  readonly level: 'info' | 'warning' | 'error';
  /** An ErrorCode, or the name of an offer such as "keep-copies". */
  readonly code: string;
  readonly text: string;
  readonly actions: readonly NoticeAction[];
}

type NewNotice = Omit<Notice, 'id' | 'actions'> & {
  readonly actions?: readonly NoticeAction[];
  /** It asks something that waits for an answer. */
  readonly isQuestion?: boolean;
  /** What it warns of is soon over, or told elsewhere: it goes by itself. */
  readonly passes?: boolean;
};

export class NoticeState {
  /** Oldest first. */
  list = $state.raw<readonly Notice[]>([]);
  #nextId = 1;
  /** How long each stays that goes by itself, by id. */
  readonly #lingerSeconds = new Map<number, number>();
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  #held = false;
  /** What boxes on the screen tell now. */
  #inBoxes: readonly ErrorRecord[] = [];

  /** Shows a message; one of the same code replaces it. Choosing an action also dismisses it. */
  show({ isQuestion = false, passes = false, ...notice }: NewNotice): number {
    const id = this.#nextId++;
    const actions = (notice.actions ?? []).map(({ label, run }) => ({
      label,
      run: () => {
        this.dismiss(id);
        run();
      },
    }));
    this.#remove(({ code }) => code === notice.code);
    this.list = [...this.list, { ...notice, id, actions }];
    if (passes || (notice.level === 'info' && !isQuestion)) {
      this.#lingerSeconds.set(id, lingerSecondsOf(notice.text, actions.length));
      this.#countDown(id);
    }
    return id;
  }

  /** Shows an error; a cancelled call is not one. */
  showError(error: unknown, actions: readonly NoticeAction[] = []): void {
    if (isAbort(error)) return;
    const { record } = toEarmarkError(error);
    if (this.#inBoxes.some((told) => isSame(told, record))) return;
    this.show({ level: 'error', code: record.code, text: tellError(record), actions });
  }

  /** Shows what works all the same, but worse. */
  showWarning(record: ErrorRecord, { passes = false } = {}): void {
    this.show({ level: 'warning', code: record.code, text: tellError(record), passes });
  }

  /** The state that a warning spoke of is over. */
  withdrawWarnings(codes: readonly ErrorCode[]): void {
    this.#remove(({ level, code }) => level === 'warning' && codes.some((each) => each === code));
  }

  /** A box on the screen tells the error: no message says it again, until the box is gone. @returns to be called then */
  tellInBox(record: ErrorRecord): () => void {
    const told = { ...record };
    this.#inBoxes = [...this.#inBoxes, told];
    const text = tellError(record);
    this.#remove((notice) => notice.level === 'error' && notice.text === text);
    return () => {
      this.#inBoxes = this.#inBoxes.filter((other) => other !== told);
    };
  }

  dismiss(id: number): void {
    this.#remove((notice) => notice.id === id);
  }

  /** Somebody reads: nothing goes by itself. */
  hold(): void {
    this.#held = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  /** Nobody reads any more: what goes by itself has its whole time again. */
  release(): void {
    if (!this.#held) return;
    this.#held = false;
    for (const id of this.#lingerSeconds.keys()) this.#countDown(id);
  }

  /** Runs work that nobody awaits; its failure becomes a notice. */
  guard(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.showError(error));
  }

  #countDown(id: number): void {
    if (this.#held) return;
    const milliseconds = 1000 * (this.#lingerSeconds.get(id) ?? 0);
    const timer = setTimeout(() => this.dismiss(id), milliseconds);
    this.#timers.set(id, timer);
  }

  #remove(isGone: (notice: Notice) => boolean): void {
    const gone = this.list.filter(isGone);
    if (gone.length === 0) return;
    for (const { id } of gone) {
      clearTimeout(this.#timers.get(id));
      this.#timers.delete(id);
      this.#lingerSeconds.delete(id);
    }
    this.list = this.list.filter((notice) => !gone.includes(notice));
  }
}

function lingerSecondsOf(text: string, numActions: number): number {
  const least = numActions > 0 ? MIN_LINGER_WITH_ACTION_SECONDS : MIN_LINGER_SECONDS;
  return Math.max(least, SECONDS_PER_WORD * text.split(/\s+/).length);
}

function isSame(a: ErrorRecord, b: ErrorRecord): boolean {
  return a.code === b.code && a.got === b.got;
}
