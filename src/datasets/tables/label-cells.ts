// Cells with several labels: JSON and Python lists, and words with a separator between them.

import { isMissing } from './missing';

const BRACKETED = /^(?:\[(.*)\]|\((.*)\)|\{(.*)\})$/s;
/** The first that occurs separates; a comma comes last, for it occurs inside names. */
const SEPARATORS = ['|', ';', '\t', ','];
/** Items of a Python list: quoted in either way, or bare. */
const LIST_ITEM = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^,]*))\s*(?:,|$)/gs;

/** The labels of a cell in its order, each once; none for an empty cell. */
export function parseLabels(cell: string): string[] {
  const text = cell.trim();
  if (isMissing(text)) return [];
  const items = looksLikeLabelList(text) ? listItems(text) : separated(text);
  const labels = items.map((item) => item.trim()).filter((item) => !isMissing(item));
  return [...new Set(labels)];
}

/** "[1, 2]", "('rock', 'pop')". */
export function looksLikeLabelList(cell: string): boolean {
  return BRACKETED.test(cell.trim());
}

/** "rock|pop", "rock; pop": a separator that single names do not contain. */
export function looksSeparated(cell: string): boolean {
  return /[|;]/.test(cell);
}

function separated(text: string): string[] {
  const separator = SEPARATORS.find((candidate) => text.includes(candidate));
  return separator === undefined ? [text] : text.split(separator);
}

function listItems(text: string): string[] {
  const fromJson = jsonItems(text);
  if (fromJson) return fromJson;
  const match = BRACKETED.exec(text);
  const inside = match?.[1] ?? match?.[2] ?? match?.[3] ?? '';
  if (!inside.includes(',') && /[|;]/.test(inside)) return separated(inside);
  return [...inside.matchAll(LIST_ITEM)].map(([, single, double, bare]) =>
    (single ?? double ?? bare ?? '').replace(/\\(.)/g, '$1'),
  );
}

function jsonItems(text: string): string[] | null {
  if (!text.startsWith('[')) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (!Array.isArray(value)) return null;
    return value.filter((item) => item !== null).map((item) => String(item));
  } catch {
    return null;
  }
}
