// What the columns of a Parquet file become, from its schema, and how their values become numbers and texts.

import type { SchemaTree } from 'hyparquet';
import { bareName, tidyColumnNames } from './column-names';
import { isNamedForText } from './role-names';
import type { ColumnPlan } from './column-plan';

/** A column and what the file calls it. */
export interface ParquetColumn extends ColumnPlan {
  readonly fileName: string;
}

const TIMES = ['DATE', 'TIME', 'TIMESTAMP', 'INTERVAL'];
const NUMBER_TYPES = ['BOOLEAN', 'INT32', 'INT64', 'FLOAT', 'DOUBLE'];

export interface ParquetPlan {
  readonly columns: readonly ParquetColumn[];
  /** Names that were changed, in words. */
  readonly changes: readonly string[];
}

export function parquetPlan({ children }: SchemaTree): ParquetPlan {
  const { names, changes } = tidyColumnNames(
    children.map(({ element }) => element.name),
    children.length,
  );
  const columns = children.map((child, i): ParquetColumn => {
    const name = names[i]!;
    const fileName = child.element.name;
    const isSecond = children.findIndex(({ element }) => element.name === fileName) < i;
    const why = isSecond ? 'the file has its name twice' : 'it holds neither numbers nor texts';
    return { name, fileName, read: isSecond ? 'skip' : readOf(child, name), why };
  });
  return { columns, changes };
}

function readOf(column: SchemaTree, name: string): ColumnPlan['read'] {
  if (column.children.length > 0 || column.element.repetition_type === 'REPEATED') {
    return isListOfNames(column) ? 'text' : 'skip';
  }
  if (!isNumber(column)) return isText(column) ? 'text' : 'skip';
  return isNamedForText(name) && bareName(name) !== '' ? 'both' : 'number';
}

function isNumber({ element }: SchemaTree): boolean {
  const { type, converted_type: converted, logical_type: logical } = element;
  const meaning = `${converted ?? ''} ${logical?.type ?? ''}`;
  if (TIMES.some((time) => meaning.includes(time))) return false;
  if (meaning.includes('DECIMAL') || logical?.type === 'FLOAT16') return true;
  return type !== undefined && NUMBER_TYPES.includes(type);
}

function isText({ element }: SchemaTree): boolean {
  const { type, logical_type: logical } = element;
  if (type !== 'BYTE_ARRAY') return type === 'INT32' || type === 'INT64' || type === 'INT96';
  return logical?.type !== 'GEOMETRY' && logical?.type !== 'GEOGRAPHY';
}

/** Labels come as lists of texts or of whole numbers. */
function isListOfNames(column: SchemaTree): boolean {
  const leaves = leavesOf(column);
  const [leaf] = leaves;
  const { type } = leaf?.element ?? {};
  return leaves.length === 1 && (type === 'BYTE_ARRAY' || type === 'INT32' || type === 'INT64');
}

function leavesOf(column: SchemaTree): SchemaTree[] {
  return column.children.length === 0 ? [column] : column.children.flatMap(leavesOf);
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
