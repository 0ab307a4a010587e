// From rows to clips: what a table says under the roles that its columns have. Pure and quick, so that roles can be
// corrected in the page, also after a reload.

import type { Clip, ColumnRole, SplitPart, TableColumn } from '../../core/dataset-types';
import { EarmarkError } from '../../core/errors';
import { unifyGenres } from '../labels';
import { isNoPart, splitPartOf } from '../split-words';
import { withTracks } from '../tracks';
import { bareName } from './column-names';
import { parseLabels } from './label-cells';
import { inShort, isMissing } from './missing';
import { lineOfRow, placeOfRow, type RowLines } from './row-lines';
import { isInSubset } from './subsets';
import { TEXT_ROLES } from './table';

/** The columns of a table with the roles they have now, and what these say in each row. */
export interface TableRows {
  /** The table's. */
  readonly id: string;
  readonly rows: number;
  readonly columns: readonly TableColumn[];
  /** Column name → cells, one a row, as `ReadTable.texts`. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
  /** Column name → values, shape [rows], of the columns that `columnsWithoutText` names. */
  readonly numbers?: ReadonlyMap<string, Float32Array> | undefined;
  /** Without them rows are told by their number. */
  readonly lines?: RowLines | undefined;
  readonly target: 'genre' | 'labels';
  /** Null: all rows. */
  readonly subset: string | null;
}

export interface RowsLeftOut {
  readonly reason: 'no-label' | 'other-subset';
  readonly count: number;
  /** Number of the first such row in the table, from 0. */
  readonly firstRow: number;
}

/** Names of columns with what a track is called. */
const TITLES = new Set(['title', 'track_title', 'track_name', 'song_name', 'song_title']);

export interface TableClips {
  readonly clips: Clip[];
  /** Rows that are no clip under these roles, one entry a reason. */
  readonly leftOut: readonly RowsLeftOut[];
  /** Words of the split column that name no part, and how many clips have each: these are in none. */
  readonly strayParts: ReadonlyMap<string, number>;
}

/**
 * The columns of numbers that were given a role for text and have none: fetch their values from the blocks and pass
 * them as `numbers`. (float32 holds whole numbers up to 16,777,216 exactly.)
 */
export function columnsWithoutText({
  columns,
  texts,
}: Pick<TableRows, 'columns' | 'texts'>): string[] {
  return columns
    .filter(({ name, role, kind }) => kind === 'number' && TEXT_ROLES.has(role) && !texts.has(name))
    .map(({ name }) => name);
}

/**
 * The rows that have a label, as clips in row order. A clip's genre is its cell in the label column, else its first
 * label; with the target 'labels' it has all of them. A column of numbers with the role 'labels' stands for one label,
 * which the rows above 0.5 have and which is named like the column.
 * @throws EarmarkError `table-label-missing` if no column has the role that the target needs
 */
export function clipsOfTable(table: TableRows): TableClips {
  const { rows, target, subset, lines = [] } = table;
  const genreOf = cellsWithRole(table, 'label');
  const labelsOf = labelsWithRole(table);
  if (labelsOf === null && (genreOf === null || target === 'labels')) {
    const got = table.columns.map(({ name }) => name);
    throw new EarmarkError('table-label-missing', describeColumns(got));
  }
  const nameOf = cellsWithRole(table, 'id');
  const titleOf = titles(table);
  const artistOf = cellsWithRole(table, 'artist');
  const splitOf = cellsWithRole(table, 'split');
  const subsetOf = cellsWithRole(table, 'subset');

  const clips: Clip[] = [];
  const leftOut = new Map<RowsLeftOut['reason'], { count: number; firstRow: number }>();
  const leave = (reason: RowsLeftOut['reason'], row: number): void => {
    const known = leftOut.get(reason);
    if (known) known.count++;
    else leftOut.set(reason, { count: 1, firstRow: row });
  };
  const strayParts = new Map<string, number>();
  const partOf = remember((cell: string): SplitPart | undefined => splitPartOf(cell));
  for (let row = 0; row < rows; row++) {
    if (subset !== null && subsetOf && !isInSubset(subsetOf(row), subset)) {
      leave('other-subset', row);
      continue;
    }
    const useLabels = labelsOf !== null && (target === 'labels' || genreOf === null);
    const labels = useLabels ? labelsOf(row) : [];
    const genre = (genreOf?.(row) || labels[0]) ?? '';
    if (genre === '' || (target === 'labels' && labels.length === 0)) {
      leave('no-label', row);
      continue;
    }
    const part = splitOf?.(row) ?? '';
    const split = partOf(part);
    if (!split && !isNoPart(part)) strayParts.set(part, (strayParts.get(part) ?? 0) + 1);
    clips.push({
      id: `${table.id}/${row}`,
      name: nameOf?.(row) || placeOfRow(lines, row),
      title: titleOf?.(row) || undefined,
      genre,
      labels: target === 'labels' ? labels : undefined,
      artist: artistOf?.(row) || undefined,
      split,
      audio: null,
      bytes: 0,
      row,
      line: lineOfRow(lines, row) ?? undefined,
    });
  }
  return {
    clips: withTracks(unifyGenres(clips), ({ row }) => Boolean(nameOf?.(row ?? NaN))),
    leftOut: [...leftOut].map(([reason, rest]) => ({ reason, ...rest })),
    strayParts,
  };
}

/** "a, b, c and 12 more columns". */
export function describeColumns(names: readonly string[]): string {
  const shown = names.slice(0, 8).join(', ');
  const more = names.length - 8;
  return more > 0 ? `the columns ${shown} and ${more} more` : `the columns ${shown}`;
}

type CellsOf = (row: number) => string;

/** Whether a column tells what a track is called beside its id. */
export function isTitle({ name, role, kind }: TableColumn): boolean {
  return role === 'ignore' && kind === 'text' && TITLES.has(bareName(name));
}

/** What tracks are called, "" where missing; null without such a column. Not part of the name: lists go by ids. */
function titles({ columns, texts }: TableRows): CellsOf | null {
  const cells = texts.get(columns.find(isTitle)?.name ?? '');
  return cells ? (row) => cells[row] ?? '' : null;
}

/** The cells of the first column with a role, "" where missing; null if no column has it. */
function cellsWithRole(table: TableRows, role: ColumnRole): CellsOf | null {
  const column = table.columns.find((candidate) => candidate.role === role);
  if (!column) return null;
  const tidy = remember((cell: string) => (isMissing(cell) ? '' : cell.trim()));
  const cells = table.texts.get(column.name);
  if (cells) return (row) => tidy(cells[row] ?? '');
  const values = valuesOf(table, column.name);
  return (row) => inShort(values[row]!);
}

/** All labels of a row from all columns with the role 'labels'; null if there is none. */
function labelsWithRole(table: TableRows): ((row: number) => string[]) | null {
  const columns = table.columns.filter(({ role }) => role === 'labels');
  if (columns.length === 0) return null;
  const parse = remember(parseLabels);
  const readers = columns.map(({ name, kind }): ((row: number) => readonly string[]) => {
    if (kind === 'text') {
      const cells = table.texts.get(name) ?? [];
      return (row) => parse(cells[row] ?? '');
    }
    const label = [name];
    const cells = table.texts.get(name);
    const values = cells ? cells.map(Number) : valuesOf(table, name);
    return (row) => (values[row]! > 0.5 ? label : []);
  });
  const [only] = readers;
  if (readers.length === 1 && only) return (row) => [...only(row)];
  return (row) => [...new Set(readers.flatMap((read) => read(row)))];
}

function valuesOf({ numbers, rows }: TableRows, name: string): Float32Array {
  const values = numbers?.get(name);
  if (values?.length !== rows) throw new RangeError(`no values of the column ${name} were passed`);
  return values;
}

const MAX_REMEMBERED = 100_000;

/** Many rows have the same few cells. */
function remember<Result>(of: (cell: string) => Result): (cell: string) => Result {
  const known = new Map<string, Result>();
  return (cell) => {
    const found = known.get(cell);
    if (found !== undefined) return found;
    const result = of(cell);
    if (known.size < MAX_REMEMBERED) known.set(cell, result);
    return result;
  };
}
