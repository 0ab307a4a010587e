// A named table in IndexedDB (idb-keyval) whose rows are never trusted: each passes `parse` when read.
// Works the same on the page and in workers.

import {
  createStore,
  del,
  delMany,
  entries,
  get,
  getMany,
  keys,
  promisifyRequest,
  set,
  setMany,
  type UseStore,
} from 'idb-keyval';
import { EarmarkError, toEarmarkError } from '../core/errors';

export interface StoreOptions<Row> {
  readonly name: string;
  /** Checks and migrates a saved row; null for one that is damaged. */
  parse(row: unknown): Row | null;
}

export interface StoreContents<Row> {
  readonly rows: Map<string, Row>;
  /** Keys whose rows could not be read back. */
  readonly damaged: readonly string[];
}

export class Store<Row> {
  readonly #name: string;
  readonly #parse: (row: unknown) => Row | null;
  #handle: UseStore | null = null;

  constructor({ name, parse }: StoreOptions<Row>) {
    this.#name = `earmark-${name}`;
    this.#parse = parse;
  }

  /** The row, or null when it is absent or damaged. */
  async get(key: string): Promise<Row | null> {
    const saved = await this.#use((store) => get<unknown>(key, store));
    return saved === undefined ? null : this.#parse(saved);
  }

  /** Whether there is a row, damaged or not; reads none of it. */
  async has(key: string): Promise<boolean> {
    const count = await this.#use((store) =>
      store('readonly', (rows) => promisifyRequest(rows.count(key))),
    );
    return count > 0;
  }

  /** One entry a key, null where it is absent or damaged. */
  async getMany(wanted: readonly string[]): Promise<(Row | null)[]> {
    const saved = await this.#use((store) => getMany<unknown>([...wanted], store));
    return saved.map((value) => (value === undefined ? null : this.#parse(value)));
  }

  async set(key: string, value: Row): Promise<void> {
    await this.#use((store) => set(key, value, store));
  }

  /** All rows or none. */
  async setMany(rows: Iterable<readonly [string, Row]>): Promise<void> {
    await this.#use((store) =>
      setMany(
        Array.from(rows, ([key, value]) => [key, value]),
        store,
      ),
    );
  }

  async delete(key: string): Promise<void> {
    await this.#use((store) => del(key, store));
  }

  async deleteMany(unwanted: readonly string[]): Promise<void> {
    await this.#use((store) => delMany([...unwanted], store));
  }

  async keys(): Promise<string[]> {
    return this.#use((store) => keys<string>(store));
  }

  /** Every readable row, and the keys of the damaged ones. */
  async all(): Promise<StoreContents<Row>> {
    const saved = await this.#use((store) => entries<string, unknown>(store));
    const rows = new Map<string, Row>();
    const damaged: string[] = [];
    for (const [key, value] of saved) {
      const parsed = this.#parse(value);
      if (parsed === null) damaged.push(key);
      else rows.set(key, parsed);
    }
    return { rows, damaged };
  }

  async #use<Result>(task: (store: UseStore) => Promise<Result>): Promise<Result> {
    try {
      this.#handle ??= createStore(this.#name, 'rows');
      return await task(this.#handle);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'QuotaExceededError') {
        throw new EarmarkError('storage-full', 'a full disk quota', { cause: error });
      }
      throw toEarmarkError(error, 'storage-unavailable');
    }
  }
}
