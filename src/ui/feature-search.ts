// Finds feature columns by anything that is written about them.

import { columnTitle } from '../features/column-title';
import type { FeatureColumn } from '../features/extractor';

/** Indices of the columns that hold every word of the search, in their title, kind, name, unit or explanation. */
export function searchColumns(columns: readonly FeatureColumn[], search: string): Set<number> {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  const matching = new Set<number>();
  columns.forEach(({ name, unit, help }, index) => {
    const { title, family } = columnTitle(name);
    const text = `${title} ${family} ${name} ${unit} ${help}`.toLowerCase();
    if (wanted.every((word) => text.includes(word))) matching.add(index);
  });
  return matching;
}
