// Tables of features as they were read, so that columns can be given other roles and models be trained without the
// files: numbers in blocks of rows, texts column by column, and a row of what the table is.

import * as v from 'valibot';
import { EarmarkError } from '../core/errors';
import { column, createMatrix, type Matrix } from '../core/matrix';
import type { KeptTable } from '../datasets/tables/kept-table';
import type { RowLines } from '../datasets/tables/row-lines';
import type { ReadTable, TableBlock } from '../datasets/tables/table';
import { errorRecordSchema, parser, tableColumnSchema } from './schemas';
import { Store } from './store';

const savedTableSchema = v.object({
  version: v.literal(1),
  /** Its blocks and texts are kept under this: what is known of a table before it was read to its end. */
  valuesKey: v.string(),
  /** Rows of each block but the last. */
  blockRows: v.number(),
  /** Columns of the blocks, in their order. */
  numbers: v.array(v.string()),
  id: v.string(),
  files: v.array(v.string()),
  source: v.picklist(['csv', 'parquet', 'fma']),
  lines: v.optional(v.array(v.pipe(v.tuple([v.number(), v.number()]), v.readonly()))),
  /** In place of `lines`: rows of a CSV above its values. */
  headerRows: v.optional(v.number(), 0),
  rows: v.number(),
  columns: v.array(
    v.object({
      ...tableColumnSchema.entries,
      reason: v.string(),
      missing: v.number(),
      distinct: v.nullable(v.number()),
      examples: v.array(v.string()),
    }),
  ),
  target: v.picklist(['genre', 'labels']),
  problem: v.nullable(errorRecordSchema),
  notes: v.array(errorRecordSchema),
});
const tableRowSchema = v.pipe(
  savedTableSchema,
  v.transform(({ headerRows, lines, ...row }) => {
    const firstOnly: RowLines = headerRows > 0 ? [[0, headerRows + 1]] : [];
    return { ...row, lines: lines ?? [...firstOnly] };
  }),
);
type TableRow = v.InferOutput<typeof tableRowSchema>;

const blockSchema = v.object({
  version: v.literal(1),
  values: v.custom<Float32Array>((value) => value instanceof Float32Array),
});

/** Cells repeat: each different text once, and its number for every row. */
const textSchema = v.object({
  version: v.literal(1),
  words: v.array(v.string()),
  codes: v.custom<Uint32Array>((value) => value instanceof Uint32Array),
});

const tables = new Store<TableRow>({ name: 'tables', parse: parser(tableRowSchema) });
const blocks = new Store({ name: 'table-blocks', parse: parser(blockSchema) });
const texts = new Store({ name: 'table-texts', parse: parser(textSchema) });

/** Keeps a table while it is read; nothing of it can be found before `finish`. */
export class TableWriter {
  readonly #key = crypto.randomUUID();
  #numbers: readonly string[] = [];
  #blockRows = 0;
  #count = 0;
  #isFinished = false;

  get #values(): Pick<TableRow, 'valuesKey' | 'blockRows' | 'numbers'> {
    const blockRows = Math.max(1, this.#blockRows);
    return { valuesKey: this.#key, blockRows, numbers: [...this.#numbers] };
  }

  /** Forgets what was added before. */
  async start(numbers: readonly string[]): Promise<void> {
    await this.#deleteBlocks();
    this.#numbers = numbers;
  }

  async add({ matrix }: TableBlock): Promise<void> {
    if (this.#count === 0) this.#blockRows = matrix.rows;
    const index = this.#count++; // counted first, so that a failed write is cleaned up as well
    await blocks.set(`${this.#key}/${index}`, { version: 1, values: matrix.data });
  }

  /**
   * The values of a table that is kept already are the same, as its id is made of them: they stay, as something may be
   * reading them.
   * @throws EarmarkError `storage-full`
   */
  async finish({ texts: cells, ...table }: ReadTable): Promise<void> {
    const earlier = await tables.get(table.id);
    const isKept = earlier?.rows === table.rows && (await isWhole(earlier, [...cells.keys()]));
    if (!isKept) {
      for (const [name, rows] of cells) {
        await texts.set(`${this.#key}/${name}`, { version: 1, ...encodeTexts(rows) });
      }
    }
    const { valuesKey, blockRows, numbers } = isKept ? earlier : this.#values;
    await tables.set(table.id, {
      version: 1,
      valuesKey,
      blockRows,
      numbers: [...numbers],
      ...table,
      files: [...table.files],
      lines: [...table.lines],
      columns: table.columns.map((column) => ({ ...column, examples: [...column.examples] })),
      notes: [...table.notes],
    });
    if (!isKept) this.#isFinished = true;
    const unused = isKept ? this.#key : earlier?.valuesKey;
    // What cannot be deleted now is freed with all that nothing needs any more.
    if (unused !== undefined) await deleteValues((key) => key === unused).catch(() => undefined);
  }

  /** Takes back everything that was added; once the table is kept, nothing. */
  async discard(): Promise<void> {
    if (this.#isFinished) return;
    await this.#deleteBlocks();
    await texts.deleteMany((await texts.keys()).filter((key) => valuesKeyOf(key) === this.#key));
  }

  async #deleteBlocks(): Promise<void> {
    await blocks.deleteMany(Array.from({ length: this.#count }, (_, i) => `${this.#key}/${i}`));
    this.#count = 0;
  }
}

export const tableStore = {
  async get(tableId: string): Promise<KeptTable | null> {
    const row = await tables.get(tableId);
    if (!row) return null;
    const { id, files, source, lines, rows, columns, target, problem, notes } = row;
    return { id, files, source, lines, rows, columns, target, problem, notes };
  },

  /**
   * The rows in the order given, of each the columns in the order given; NaN is missing.
   * @throws EarmarkError `table-values-missing`
   */
  async rows(
    tableId: string,
    rowNumbers: ArrayLike<number>,
    columns: readonly string[],
  ): Promise<Matrix> {
    const row = await existing(tableId);
    const { numbers, blockRows } = row;
    const sources = Int32Array.from(columns, (name) => numbers.indexOf(name));
    if (sources.includes(-1)) throw missing(`no column ${columns[sources.indexOf(-1)]}`);
    const matrix = createMatrix(rowNumbers.length, columns.length);
    for (const [block, wanted] of byBlock(rowNumbers, blockRows)) {
      const values = await readBlock(row, block);
      for (const index of wanted) {
        const from = (rowNumbers[index]! - block * blockRows) * numbers.length;
        const to = index * columns.length;
        if (from + numbers.length > values.length) throw missing(`no row ${rowNumbers[index]}`);
        for (let i = 0; i < sources.length; i++) matrix.data[to + i] = values[from + sources[i]!]!;
      }
    }
    return matrix;
  },

  /** Column name → all its values, one a row. @throws EarmarkError `table-values-missing` */
  async columns(tableId: string, names: readonly string[]): Promise<Map<string, Float32Array>> {
    if (names.length === 0) return new Map();
    const { rows } = await existing(tableId);
    const everyRow = Int32Array.from({ length: rows }, (_, row) => row);
    const matrix = await tableStore.rows(tableId, everyRow, names);
    return new Map(names.map((name, index) => [name, column(matrix, index)]));
  },

  /** Cells of those columns that were kept as text, one a row. */
  async texts(tableId: string, columns: readonly string[]): Promise<Map<string, string[]>> {
    const { valuesKey } = await existing(tableId);
    const saved = await texts.getMany(columns.map((name) => `${valuesKey}/${name}`));
    return new Map(
      saved.flatMap((cells, i) =>
        cells ? [[columns[i]!, Array.from(cells.codes, (code) => cells.words[code] ?? '')]] : [],
      ),
    );
  },

  /** Frees every table but those, and what was left behind by a reading that was cut off. */
  async deleteOthers(kept: ReadonlySet<string>): Promise<void> {
    const ids = await tables.keys();
    await tables.deleteMany(ids.filter((id) => !kept.has(id)));
    const rows = await tables.getMany(ids.filter((id) => kept.has(id)));
    const used = new Set(rows.map((row) => row?.valuesKey));
    await deleteValues((key) => !used.has(key));
  },
};

function valuesKeyOf(key: string): string {
  return key.slice(0, key.indexOf('/'));
}

async function deleteValues(isUnwanted: (valuesKey: string) => boolean): Promise<void> {
  for (const store of [blocks, texts]) {
    const unwanted = (await store.keys()).filter((key) => isUnwanted(valuesKeyOf(key)));
    if (unwanted.length > 0) await store.deleteMany(unwanted);
  }
}

/** Whether all its blocks are there, each of its size, and those texts. */
async function isWhole(row: TableRow, columns: readonly string[]): Promise<boolean> {
  const kept = new Set(await texts.keys());
  if (!columns.every((name) => kept.has(`${row.valuesKey}/${name}`))) return false;
  for (let block = 0; block * row.blockRows < row.rows; block++) {
    if (!(await savedBlock(row, block))) return false;
  }
  return true;
}

async function existing(tableId: string): Promise<TableRow> {
  const row = await tables.get(tableId);
  if (!row) throw missing(`no table ${tableId}`);
  return row;
}

async function readBlock(row: TableRow, block: number): Promise<Float32Array> {
  const values = await savedBlock(row, block);
  if (!values) throw missing(`no block ${block}`);
  return values;
}

/** Null for one that is not there, or has another size than its place asks for: its rows could be any. */
async function savedBlock(
  { valuesKey, rows, blockRows, numbers }: TableRow,
  block: number,
): Promise<Float32Array | null> {
  const saved = await blocks.get(`${valuesKey}/${block}`);
  const expected = Math.min(blockRows, rows - block * blockRows) * numbers.length;
  return saved?.values.length === expected ? saved.values : null;
}

/** Block number → which of the wanted rows are in it. */
function byBlock(rowNumbers: ArrayLike<number>, blockRows: number): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (let i = 0; i < rowNumbers.length; i++) {
    const block = Math.floor(rowNumbers[i]! / blockRows);
    const group = groups.get(block);
    if (group) group.push(i);
    else groups.set(block, [i]);
  }
  return groups;
}

function encodeTexts(cells: readonly string[]): { words: string[]; codes: Uint32Array } {
  const codeOf = new Map<string, number>();
  const codes = Uint32Array.from(cells, (cell) => {
    const known = codeOf.get(cell) ?? codeOf.size;
    codeOf.set(cell, known);
    return known;
  });
  return { words: [...codeOf.keys()], codes };
}

function missing(got: string): EarmarkError {
  return new EarmarkError('table-values-missing', got);
}
