// The cells of one column of text as they arrive: equal cells share one string, and are counted while they are few.

import { isMissing } from './missing';

const MAX_WORDS = 2000;

export class TextColumn {
  /** Trimmed, "" where missing. */
  readonly cells: string[] = [];
  missing = 0;
  #words: Map<string, { readonly text: string; count: number }> | null = new Map();

  add(cell: string): void {
    const known = this.#words?.get(cell);
    if (known) {
      known.count++;
      this.cells.push(known.text);
      return;
    }
    const text = isMissing(cell) ? '' : cell.trim();
    this.cells.push(text);
    if (text === '') this.missing++;
    else if (this.#words && this.#words.size < MAX_WORDS) this.#words.set(text, { text, count: 1 });
    else this.#words = null;
  }

  /** Different texts and how often each occurs; null if there are too many. */
  get words(): ReadonlyMap<string, number> | null {
    if (this.#words === null) return null;
    return new Map([...this.#words].map(([text, { count }]) => [text, count]));
  }
}
