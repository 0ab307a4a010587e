// Messages to the visitor: every failure and every fallback shows here.

import { isAbort, tellError, toEarmarkError, type ErrorRecord } from '$lib/core/errors';

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

export class NoticeState {
  list = $state.raw<readonly Notice[]>([]);
  #nextId = 1;

  /** Shows a message; one of the same code replaces it. Choosing an action also dismisses it. */
  show(notice: Omit<Notice, 'id' | 'actions'> & { actions?: readonly NoticeAction[] }): number {
    const id = this.#nextId++;
    const actions = (notice.actions ?? []).map(({ label, run }) => ({
      label,
      run: () => {
        this.dismiss(id);
        run();
      },
    }));
    const others = this.list.filter((other) => other.code !== notice.code);
    this.list = [...others, { ...notice, id, actions }];
    return id;
  }

  /** Shows an error; a cancelled call is not one. */
  showError(error: unknown): void {
    if (isAbort(error)) return;
    const { record } = toEarmarkError(error);
    this.show({ level: 'error', code: record.code, text: tellError(record) });
  }

  /** Shows what works all the same, but worse. */
  showWarning(record: ErrorRecord): void {
    this.show({ level: 'warning', code: record.code, text: tellError(record) });
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }

  /** Runs work that nobody awaits; its failure becomes a notice. */
  guard(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.showError(error));
  }
}
