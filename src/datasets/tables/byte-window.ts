// The part of a text that is in memory: bytes flow in at the end and are dropped at the beginning.

import { EarmarkError } from '../../core/errors';
import { placeOfLine } from './row-lines';

const FIRST_CAPACITY = 1 << 20;
/** A row that does not fit does not end. */
const MAX_CAPACITY = 32 << 20;

export class ByteWindow {
  /** What is in memory, followed by a zero byte: valid up to `end`. */
  bytes = new Uint8Array(FIRST_CAPACITY + 1);
  end = 0;
  /** Nothing comes after what is in memory. */
  isComplete = false;
  readonly #chunks: AsyncGenerator<Uint8Array, void, undefined>;
  #waiting: Uint8Array = new Uint8Array(0);

  constructor(chunks: AsyncGenerator<Uint8Array, void, undefined>) {
    this.#chunks = chunks;
  }

  /** Reads until there is no room or nothing more comes. */
  async fill(): Promise<void> {
    while (this.end < this.#capacity) {
      if (this.#waiting.length === 0) {
        const { done, value } = await this.#chunks.next();
        this.isComplete = done === true;
        if (done) break;
        this.#waiting = value;
      }
      const part = this.#waiting.subarray(0, this.#capacity - this.end);
      this.bytes.set(part, this.end);
      this.end += part.length;
      this.#waiting = this.#waiting.subarray(part.length);
    }
    this.bytes[this.end] = 0;
  }

  /** Makes room: the first `count` bytes are not needed any more. */
  drop(count: number): void {
    this.bytes.copyWithin(0, count, this.end);
    this.end -= count;
    this.bytes[this.end] = 0;
  }

  /** Doubles the room; false if it is as large as it may be. */
  grow(): boolean {
    if (this.#capacity >= MAX_CAPACITY) return false;
    const larger = new Uint8Array(2 * this.#capacity + 1);
    larger.set(this.bytes.subarray(0, this.end));
    this.bytes = larger;
    return true;
  }

  async dispose(): Promise<void> {
    await this.#chunks.return();
  }

  get #capacity(): number {
    return this.bytes.length - 1;
  }
}

/** A row that does not end within the largest window. */
export function rowTooLong(name: string, line: number): EarmarkError {
  const megabytes = MAX_CAPACITY >> 20;
  return new EarmarkError(
    'table-row-too-long',
    `${name}, ${placeOfLine(line)}: more than ${megabytes} MB`,
  );
}
