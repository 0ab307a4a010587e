// Blocks of one size out of rows that come in parts of any: whoever keeps the blocks finds a row by its number.

import { pauseForMessages } from '../../core/pause';
import { throwIfAborted } from '../../core/progress';
import type { BuilderBlock, TableBuilder } from './table-builder';

const BLOCK_CELLS = 1 << 20;

export interface RowBlocksOptions {
  readonly builder: TableBuilder;
  /** Of the table. */
  readonly rows: number;
  /** Numbers of a block, at most. */
  readonly cells?: number;
  readonly signal?: AbortSignal | undefined;
}

export class RowBlocks {
  readonly #builder: TableBuilder;
  readonly #signal: AbortSignal | undefined;
  readonly #width: number;
  readonly #rowsPerBlock: number;
  #filled = 0;
  readonly #numbers: Float32Array;
  #texts: string[][] = [];

  constructor({ builder, rows, cells = BLOCK_CELLS, signal }: RowBlocksOptions) {
    this.#builder = builder;
    this.#signal = signal;
    this.#width = builder.numberNames.length;
    const fitting = Math.floor(cells / Math.max(1, this.#width));
    this.#rowsPerBlock = Math.max(1, Math.min(rows, fitting));
    this.#numbers = new Float32Array(this.#rowsPerBlock * this.#width);
  }

  async add({ rows, numbers, texts }: BuilderBlock): Promise<void> {
    const width = this.#width;
    for (let from = 0; from < rows;) {
      const to = Math.min(rows, from + this.#rowsPerBlock - this.#filled);
      this.#numbers.set(numbers.subarray(from * width, to * width), this.#filled * width);
      texts.forEach((cells, i) => {
        const kept = (this.#texts[i] ??= []);
        for (let row = from; row < to; row++) kept.push(cells[row]!);
      });
      this.#filled += to - from;
      from = to;
      if (this.#filled === this.#rowsPerBlock) await this.#give();
    }
  }

  /** Gives what is left. */
  async finish(): Promise<void> {
    if (this.#filled > 0) await this.#give();
  }

  async #give(): Promise<void> {
    const rows = this.#filled;
    const numbers = this.#numbers.slice(0, rows * this.#width);
    const texts = this.#texts;
    this.#filled = 0;
    this.#texts = [];
    await this.#builder.addBlock({ rows, numbers, texts });
    await pauseForMessages();
    throwIfAborted(this.#signal);
  }
}
