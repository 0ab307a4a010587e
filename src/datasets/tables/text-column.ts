// The cells of one column of text as they arrive: equal cells share one string, while there are few different ones.

import { isMissing } from './missing';

const MAX_WORDS = 2000;

export class TextColumn {
  /** Trimmed, "" where missing. */
  readonly cells: string[] = [];
  missing = 0;
  /** Each text under itself, so that equal ones can share it. */
  #words: Map<string, string> | null = new Map();

  add(cell: string): void {
    const known = this.#words?.get(cell);
    const text = known ?? (isMissing(cell) ? '' : cell.trim());
    this.cells.push(known ?? this.#words?.get(text) ?? text);
    if (text === '') this.missing++;
    else if (known === undefined) this.#keep(text);
  }

  /** Different texts; null if there are too many. */
  get words(): ReadonlySet<string> | null {
    return this.#words && new Set(this.#words.keys());
  }

  #keep(text: string): void {
    if (!this.#words || this.#words.has(text)) return;
    if (this.#words.size < MAX_WORDS) this.#words.set(text, text);
    else this.#words = null;
  }
}
