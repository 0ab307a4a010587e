// Puts a table together while its rows are read, whatever the format: passes blocks on, keeps texts, counts what is
// missing, and says in the end what each column is for.

import { EarmarkError, type ErrorRecord } from '../../core/errors';
import { createMatrix } from '../../core/matrix';
import { describeColumns } from './clips-of-table';
import { isConstant, presentCells, type ColumnFacts } from './column-facts';
import type { ColumnPlan } from './column-plan';
import { ContentHash } from './content-hash';
import { inShort, isMissing, numberOf } from './missing';
import { MAX_ODD_SHARE, OddCells } from './odd-cells';
import { guessRoles, type RoleGuess } from './roles';
import { placeOfRow, type RowLines } from './row-lines';
import type { ReadTable, ReadTableOptions, TableColumnDraft } from './table';
import { TextColumn } from './text-column';

const SAMPLE_ROWS = 100;
const EXAMPLES = 4;

export interface BuilderBlock {
  readonly rows: number;
  /** Shape [rows, columns read as 'number' or 'both']; those of 'both' are filled in here. */
  readonly numbers: Float32Array;
  /** One list a column read as 'text' or 'both'. */
  readonly texts: readonly (readonly string[])[];
}

export interface BuilderOptions {
  readonly columns: readonly ColumnPlan[];
  readonly decimalComma?: boolean;
  /** Of the file; grows while rows are read, and is ahead of those that are added. */
  readonly lines: RowLines;
  readonly onBlock: ReadTableOptions['onBlock'];
}

export class TableBuilder {
  readonly odd = new OddCells();
  rows = 0;
  readonly #options: BuilderOptions;
  readonly #numberNames: readonly string[];
  readonly #texts: ReadonlyMap<string, TextColumn>;
  readonly #missing: Int32Array;
  readonly #min: Float32Array;
  readonly #max: Float32Array;
  readonly #samples: string[][];
  readonly #hash = new ContentHash();

  constructor(options: BuilderOptions) {
    this.#options = options;
    this.#numberNames = namesReadAs(options.columns, ['number', 'both']);
    const textNames = namesReadAs(options.columns, ['text', 'both']);
    this.#texts = new Map(textNames.map((name) => [name, new TextColumn()]));
    const width = this.#numberNames.length;
    this.#missing = new Int32Array(width);
    this.#min = new Float32Array(width).fill(Infinity);
    this.#max = new Float32Array(width).fill(-Infinity);
    this.#samples = this.#numberNames.map(() => []);
  }

  get numberNames(): readonly string[] {
    return this.#numberNames;
  }

  async addBlock({ rows, numbers, texts }: BuilderBlock): Promise<void> {
    const columns = [...this.#texts];
    texts.forEach((cells, i) => {
      const [name, column] = columns[i]!;
      for (const cell of cells) column.add(cell);
      const place = this.#numberNames.indexOf(name);
      if (place >= 0) this.#fillIn(numbers, place, cells);
    });
    this.#measure(numbers, rows);
    this.#hash.add(numbers);
    const firstRow = this.rows;
    this.rows += rows;
    await this.#options.onBlock({
      firstRow,
      matrix: createMatrix(rows, this.#numberNames.length, numbers),
    });
  }

  /** Columns that were read as numbers and are not. */
  get turnedToText(): string[] {
    return this.#numberNames.filter((name, i) => {
      const odd = this.odd.countOf(name);
      const present = this.rows - this.#missing[i]! + odd;
      return odd > MAX_ODD_SHARE * present;
    });
  }

  /** @param given roles that are known rather than guessed, by column */
  finish(
    about: Pick<ReadTable, 'files' | 'source'> & { readonly notes: readonly ErrorRecord[] },
    given: ReadonlyMap<string, RoleGuess> = new Map(),
  ): ReadTable {
    const facts = this.#options.columns.map((column) => this.#factsOf(column));
    const sure = new Map([...skippedRoles(this.#options.columns), ...given]);
    const guessed = guessRoles(facts.filter(({ name }) => !sure.has(name)));
    const columns = facts.map((column): TableColumnDraft => {
      const { name, kind, missing, words } = column;
      const guess = sure.get(name) ?? guessed.shift()!;
      const distinct = words?.size ?? (isConstant(column) ? 1 : null);
      const examples = [...new Set(presentCells(column))].slice(0, EXAMPLES);
      return { name, kind, ...guess, missing, distinct, examples };
    });
    const has = (role: string): boolean => columns.some((column) => column.role === role);
    const hasFeatures = has('feature');
    const names = columns.map(({ name }) => name);
    const isLabelled = has('label') || has('labels');
    if (this.#missing.every((missing) => missing === this.rows)) {
      throw new EarmarkError('table-no-numbers', describeColumns(names) + this.#whyLeftOut());
    }
    const problem = isLabelled ? (hasFeatures ? null : 'table-no-numbers') : 'table-label-missing';
    return {
      ...about,
      id: this.#digest(),
      lines: this.#options.lines,
      rows: this.rows,
      columns,
      texts: new Map([...this.#texts].map(([name, { cells }]) => [name, cells])),
      target: has('labels') && !has('label') ? 'labels' : 'genre',
      problem: problem && { code: problem, got: describeColumns(names) },
      notes: [...about.notes, ...this.odd.notes, ...notesOn(facts, columns)],
    };
  }

  #whyLeftOut(): string {
    const column = this.#options.columns.find(({ read, why }) => read === 'skip' && why);
    return column ? `; "${column.name}" was left out: ${column.why}` : '';
  }

  /** The numbers of a column whose texts are kept, too. */
  #fillIn(numbers: Float32Array, place: number, cells: readonly string[]): void {
    const { decimalComma = false, lines } = this.#options;
    const width = this.#numberNames.length;
    cells.forEach((cell, i) => {
      const text = cell.trim();
      const value = isMissing(text) ? NaN : Math.fround(numberOf(text, decimalComma));
      numbers[i * width + place] = Number.isFinite(value) ? value : NaN;
      if (Number.isFinite(value) || isMissing(text)) return;
      const where = placeOfRow(lines, this.rows + i);
      this.odd.add(this.#numberNames[place]!, { where, text, isTooLarge: !Number.isNaN(value) });
    });
  }

  #measure(numbers: Float32Array, rows: number): void {
    const width = this.#numberNames.length;
    const missing = this.#missing;
    const min = this.#min;
    const max = this.#max;
    for (let row = 0, at = 0; row < rows; row++) {
      for (let i = 0; i < width; i++, at++) {
        const value = numbers[at]!;
        if (value < min[i]!) min[i] = value;
        if (value > max[i]!) max[i] = value;
        if (Number.isNaN(value)) missing[i]!++;
      }
    }
    const sampled = Math.min(rows, SAMPLE_ROWS - this.rows);
    for (let row = 0; row < sampled; row++) {
      for (let i = 0; i < width; i++) this.#samples[i]!.push(inShort(numbers[row * width + i]!));
    }
  }

  #factsOf({ name, read }: ColumnPlan): ColumnFacts {
    const { rows } = this;
    const texts = this.#texts.get(name);
    const place = this.#numberNames.indexOf(name);
    const words = texts?.words ?? null;
    if (place < 0) {
      const sample = texts?.cells.slice(0, SAMPLE_ROWS) ?? [];
      const missing = texts?.missing ?? 0;
      return { name, kind: 'text', rows, missing, sample, words, min: NaN, max: NaN };
    }
    const missing = this.#missing[place]!;
    const [min, max] = missing < rows ? [this.#min[place]!, this.#max[place]!] : [NaN, NaN];
    const sample = read === 'both' ? texts!.cells.slice(0, SAMPLE_ROWS) : this.#samples[place]!;
    return { name, kind: 'number', rows, missing, sample, words, min, max };
  }

  #digest(): string {
    const names = this.#options.columns.map(({ name }) => name).join('\n');
    const texts = [...this.#texts.values()].map(({ cells }) => cells.join('\n'));
    return this.#hash.digest([names, ...texts]);
  }
}

function namesReadAs(columns: readonly ColumnPlan[], reads: ColumnPlan['read'][]): string[] {
  return columns.filter(({ read }) => reads.includes(read)).map(({ name }) => name);
}

function skippedRoles(columns: readonly ColumnPlan[]): [string, RoleGuess][] {
  const skipped = columns.filter(({ read }) => read === 'skip');
  return skipped.map(({ name, why = 'it was not kept' }) => [
    name,
    { role: 'ignore', reason: why },
  ]);
}

function notesOn(
  facts: readonly ColumnFacts[],
  columns: readonly TableColumnDraft[],
): ErrorRecord[] {
  const notes: ErrorRecord[] = [];
  const note = (code: ErrorRecord['code'], names: readonly string[]): void => {
    if (names.length > 0) notes.push({ code, got: describeColumns(names) });
  };
  const isFeature = (_: unknown, i: number): boolean => columns[i]?.role === 'feature';
  note('note-table-all-missing', namesOf(facts.filter(({ missing, rows }) => missing === rows)));
  note('note-table-constant', namesOf(facts.filter(isFeature).filter(isConstant)));
  const label = columns.find(({ role }) => role === 'label');
  if (label?.distinct === 1) {
    const got = `"${label.examples[0] ?? ''}" in every row of column "${label.name}"`;
    notes.push({ code: 'note-table-one-genre', got });
  }
  return notes;
}

function namesOf(columns: readonly { readonly name: string }[]): string[] {
  return columns.map(({ name }) => name);
}
