// Finds feature columns by anything that is written about them.

import { columnTitle } from '../features/column-title';
import type { FeatureColumn } from '../features/extractor';

/** How well a column matches, the best lowest: it is called that, its title says it, its name does, its explanation does. */
export type MatchRank = 0 | 1 | 2 | 3;

const NUM_EXAMPLES = 3;
/** Longer ones would not fit the field. */
const MAX_EXAMPLE_LENGTH = 20;

/**
 * The columns that hold every word of the search in their title, kind, name, unit or explanation, by index. Words match
 * from their beginning, numbers only whole: "MFCC 3" is not MFCC 13.
 */
export function searchColumns(
  columns: readonly FeatureColumn[],
  search: string,
): Map<number, MatchRank> {
  const wanted = tokensOf(search);
  const matching = new Map<number, MatchRank>();
  columns.forEach((column, index) => {
    const rank = rankOf(column, wanted);
    if (rank !== null) matching.set(index, rank);
  });
  return matching;
}

/** Title of the column that matches best; null where none does. */
export function bestMatch(columns: readonly FeatureColumn[], search: string): string | null {
  const [best] = [...searchColumns(columns, search)].sort(([, a], [, b]) => a - b);
  const column = best && columns[best[0]];
  return column ? columnTitle(column.name).title : null;
}

/** A few things to search for in these columns, of different kinds: "MFCC 1, Chroma C, Spectral centroid". */
export function searchExamples(columns: readonly FeatureColumn[]): string[] {
  const byFamily = new Map<string, string>();
  for (const { name } of columns) {
    const { title, family } = columnTitle(name);
    if (!byFamily.has(family)) byFamily.set(family, title.split(', ')[0] ?? title);
  }
  return [...byFamily.values()]
    .filter((title) => title.length <= MAX_EXAMPLE_LENGTH)
    .sort((a, b) => a.length - b.length || a.localeCompare(b))
    .slice(0, NUM_EXAMPLES);
}

function rankOf({ name, unit, help }: FeatureColumn, wanted: readonly string[]): MatchRank | null {
  const { title, family } = columnTitle(name);
  const texts = [title, `${title} ${family} ${name} ${unit}`, `${title} ${family} ${name} ${help}`];
  const place = texts.findIndex((text) => holdsAll(tokensOf(text), wanted));
  if (place < 0) return null;
  const isCalledThat = place === 0 && tokensOf(title).length === wanted.length;
  return isCalledThat ? 0 : ((place + 1) as MatchRank);
}

function holdsAll(tokens: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((word) =>
    tokens.some((token) => (/^\d/.test(word) ? token === word : token.startsWith(word))),
  );
}

/** Words and whole numbers, without the zeros that numbers begin with in names of columns. */
function tokensOf(text: string): string[] {
  const parts = text.toLowerCase().match(/\d+|[^\d\s_.,;:()/-]+/g) ?? [];
  return parts.map((part) => part.replace(/^0+(?=\d)/, ''));
}
