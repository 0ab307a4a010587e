// Which columns of a Parquet file are durations. The format has no such type: Arrow (pyarrow, pandas, Polars) stores
// whole numbers and says what they are in a note of its own, its schema as a flatbuffer in base64.

import type { FileMetaData } from 'hyparquet';

const NOTE = 'ARROW:schema';
/** The number of the type in Arrow's Schema.fbs. */
const DURATION = 18;
/** By Arrow's number of the unit; milliseconds where it says none. */
const PER_SECOND = [1, 1e3, 1e6, 1e9];
const MILLISECONDS = 1;
const CONTINUATION = 0xffffffff;
const MAX_FIELDS = 20_000;

/**
 * Column name → how many of its units are a second; columns with a unit that Arrow does not know are left out.
 * None where there is no such note or it cannot be read.
 */
export function arrowDurations({
  key_value_metadata: notes,
}: Pick<FileMetaData, 'key_value_metadata'>): ReadonlyMap<string, number> {
  const note = notes?.find(({ key }) => key === NOTE)?.value;
  if (note === undefined) return new Map();
  try {
    const bytes = Uint8Array.from(atob(note), (character) => character.charCodeAt(0));
    return durationsOf(new Flatbuffer(bytes));
  } catch {
    return new Map(); // it only says more about columns that can be read without it
  }
}

function durationsOf(buffer: Flatbuffer): Map<string, number> {
  const start = buffer.uint32(0) === CONTINUATION ? 8 : 4;
  const message = buffer.follow(start);
  const schema = buffer.tableOf(message, 2);
  const fields = buffer.tableOf(schema, 1);
  const count = Math.min(MAX_FIELDS, buffer.uint32(fields));
  const found = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    const field = buffer.follow(fields + 4 + 4 * i);
    const typeAt = buffer.fieldOf(field, 2);
    if (typeAt === null || buffer.uint8(typeAt) !== DURATION) continue;
    const unitAt = buffer.fieldOf(buffer.tableOf(field, 3), 0);
    const unit = unitAt === null ? MILLISECONDS : buffer.uint16(unitAt);
    const perSecond = PER_SECOND[unit];
    if (perSecond !== undefined) found.set(buffer.text(buffer.tableOf(field, 0)), perSecond);
  }
  return found;
}

/** As much of the format as a schema takes. Throws a RangeError where it points outside. */
class Flatbuffer {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }

  uint8(at: number): number {
    return this.#view.getUint8(at);
  }

  uint16(at: number): number {
    return this.#view.getUint16(at, true);
  }

  uint32(at: number): number {
    return this.#view.getUint32(at, true);
  }

  /** Where the offset at `at` points. */
  follow(at: number): number {
    return at + this.uint32(at);
  }

  /** Where a table has its nth field; null if it has the default. */
  fieldOf(table: number, index: number): number | null {
    const layout = table - this.#view.getInt32(table, true);
    const entry = 4 + 2 * index;
    const offset = entry < this.uint16(layout) ? this.uint16(layout + entry) : 0;
    return offset === 0 ? null : table + offset;
  }

  /** A field that is a table, a list or a text: where that begins. */
  tableOf(table: number, index: number): number {
    const at = this.fieldOf(table, index);
    if (at === null) throw new RangeError(`no field ${index}`);
    return this.follow(at);
  }

  text(at: number): string {
    return new TextDecoder().decode(this.#bytes.subarray(at + 4, at + 4 + this.uint32(at)));
  }
}
