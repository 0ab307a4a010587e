// The words that stand for a value that is not there, and numbers as text.

/** As pandas reads them, and those of Weka and SQL. */
const MISSING = new Set(['', 'na', 'n/a', '#n/a', '<na>', 'nan', '-nan', 'null', 'none', '?', '-']);

export function isMissing(cell: string): boolean {
  return cell === '' || (cell.length <= 5 && MISSING.has(cell.trim().toLowerCase()));
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
/** A float32 as people write it: whole numbers whole, others to 6 digits ("0.1", not "0.10000000149011612"); "" for NaN. */
export function inShort(value: number): string {
  if (Number.isNaN(value)) return '';
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(6)));
}

const INFINITE = /^[+-]?inf(?:inity)?$/i;

/** The number that a trimmed cell says, ±Infinity included; NaN if it says none. */
export function numberOf(cell: string, decimalComma = false): number {
  const text = decimalComma ? cell.replace(',', '.') : cell;
  if (NUMBER.test(text)) return Number(text);
  if (INFINITE.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return NaN;
}
