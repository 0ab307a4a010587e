// A model whose columns stand in another order, or have other names, as one of the measurements here.

import type { ArrangedColumns } from '../match-features';
import type { Ensemble } from './model-json';

/** The model asked under the set's names and in the set's order. */
export function arrangeColumns<Model extends Ensemble>(
  model: Model,
  { columnNames, places }: ArrangedColumns,
): Model {
  const trees = model.trees.map((tree) => ({
    ...tree,
    column: tree.column.map((asked) => (asked < 0 ? asked : places[asked]!)),
  }));
  return { ...model, columnNames, trees };
}
