// What the columns of a Parquet file become, from its schema, and how their values become numbers and texts.

import type { SchemaTree } from 'hyparquet';
import { formatCount } from '../../core/format';
import { bareName, tidyColumnNames } from './column-names';
import { isNamedForText } from './role-names';
import type { ColumnPlan } from './column-plan';

/** A column and what the file calls it. */
export interface ParquetColumn extends ColumnPlan {
  readonly fileName: string;
  /** Of a column made of lists of numbers: which number of each. */
  readonly element?: number;
  /** Of durations: how many of their units are a second. */
  readonly perSecond?: number | undefined;
}

const TIMES = ['DATE', 'TIME', 'TIMESTAMP', 'INTERVAL'];
const NUMBER_TYPES = ['BOOLEAN', 'INT32', 'INT64', 'FLOAT', 'DOUBLE'];
/** Longer ones are no embedding but a signal, and too wide for a table. */
export const MAX_LIST_LENGTH = 4096;

const WHY = {
  dates: 'it holds dates or times: to learn from them, save them as numbers, such as the year',
  uneven: 'its lists differ in length: to learn from them, save one number a column',
  empty: 'its lists are empty',
  long: `its lists are longer than ${formatCount(MAX_LIST_LENGTH)} numbers: save fewer, one a column`,
  heavy: 'too many of its numbers are in one row group: save the file in smaller ones',
  nested: 'its cells hold several things: to learn from them, save one number a column',
  bytes: 'it holds neither numbers nor texts',
  twice: 'the file has its name twice',
} as const;

/** How long the lists of a column all are. */
export type ListLength = number | 'uneven' | 'empty' | 'long' | 'heavy';

export interface ParquetPlan {
  readonly columns: readonly ParquetColumn[];
  /** Names that were changed, in words. */
  readonly changes: readonly string[];
}

export interface ParquetFacts {
  /** Of the columns that `numberLists` names. */
  readonly listLengths: ReadonlyMap<string, ListLength>;
  /** As of `arrowDurations`. */
  readonly durations: ReadonlyMap<string, number>;
}

/** Names of the columns whose cells are lists of numbers. */
export function numberLists({ children }: SchemaTree): string[] {
  return children.filter(isNumberList).map(({ element }) => element.name);
}

/** Columns in file order; of lists of one length, one a number. */
export function parquetPlan({ children }: SchemaTree, facts: ParquetFacts): ParquetPlan {
  const planned = children.flatMap((child, i): ParquetColumn[] => {
    const { name } = child.element;
    if (children.findIndex(({ element }) => element.name === name) < i) {
      return [{ name, fileName: name, read: 'skip', why: WHY.twice }];
    }
    const length = facts.listLengths.get(name);
    if (typeof length !== 'number') {
      const perSecond = facts.durations.get(name);
      const why = length ? WHY[length] : whyNot(child);
      return [
        { name, fileName: name, read: length ? 'skip' : readOf(child, name), why, perSecond },
      ];
    }
    return Array.from({ length }, (_, element) => {
      return { name: `${name}[${element}]`, fileName: name, read: 'number', element };
    });
  });
  const { names, changes } = tidyColumnNames(
    planned.map(({ name }) => name),
    planned.length,
  );
  return { columns: planned.map((column, i) => ({ ...column, name: names[i]! })), changes };
}

function readOf(column: SchemaTree, name: string): ColumnPlan['read'] {
  if (isNested(column)) return isListOfNames(column) ? 'text' : 'skip';
  if (isTime(column)) return 'skip';
  if (!isNumber(column)) return isText(column) ? 'text' : 'skip';
  return isNamedForText(name) && bareName(name) !== '' ? 'both' : 'number';
}

function whyNot(column: SchemaTree): string {
  if (isNested(column)) return WHY.nested;
  return isTime(column) ? WHY.dates : WHY.bytes;
}

function isNested({ children, element }: SchemaTree): boolean {
  return children.length > 0 || element.repetition_type === 'REPEATED';
}

function isTime({
  element: { type, converted_type: converted, logical_type: logical },
}: SchemaTree) {
  const meaning = `${converted ?? ''} ${logical?.type ?? ''}`;
  return type === 'INT96' || TIMES.some((time) => meaning.includes(time));
}

function isNumber({ element }: SchemaTree): boolean {
  const { type, converted_type: converted, logical_type: logical } = element;
  const meaning = `${converted ?? ''} ${logical?.type ?? ''}`;
  if (meaning.includes('DECIMAL') || logical?.type === 'FLOAT16') return true;
  return type !== undefined && NUMBER_TYPES.includes(type);
}

function isText({ element }: SchemaTree): boolean {
  const { type, logical_type: logical } = element;
  return type === 'BYTE_ARRAY' && logical?.type !== 'GEOMETRY' && logical?.type !== 'GEOGRAPHY';
}

/** Labels come as lists of texts or of whole numbers. */
function isListOfNames(column: SchemaTree): boolean {
  const type = elementOf(column)?.element.type;
  return type === 'BYTE_ARRAY' || type === 'INT32' || type === 'INT64';
}

/** A list of measured numbers, such as an embedding. */
function isNumberList(column: SchemaTree): boolean {
  const element = elementOf(column);
  return element !== null && !isListOfNames(column) && isNumber(element) && !isTime(element);
}

/** What the lists of a column hold, if that is one value each and no group of values or lists. */
function elementOf(column: SchemaTree): SchemaTree | null {
  const isList = column.element.converted_type === 'LIST' && column.children.length === 1;
  const repeated = isList ? column.children[0]! : column;
  if (repeated.element.repetition_type !== 'REPEATED') return null;
  if (repeated.children.length === 0) return repeated;
  const [element] = repeated.children;
  const isAlone = isList && repeated.children.length === 1 && element!.children.length === 0;
  return isAlone && element!.element.repetition_type !== 'REPEATED' ? element! : null;
}

/** NaN for null and for what is no number; may be beyond float32. */
export function parquetNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  return NaN;
}

/** "" for null; lists as JSON. */
export function parquetText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') {
    return String(value);
  }
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'bigint' ? String(item) : item,
  );
}
