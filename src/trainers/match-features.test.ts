import { describe, expect, it } from 'vitest';
import { randomEnsemble, randomTable } from '../../test/builders/trees';
import { createMatrix } from '../core/matrix';
import { matchColumns, measuredColumnSets } from './match-features';
import { arrangeColumns } from './trees/arrange-columns';
import { createFittedTrees } from './trees/fitted-trees';

describe('the columns of a model from elsewhere', () => {
  it('are found among the sets of measurements, whichever way pandas wrote them', async () => {
    const sets = await measuredColumnSets();
    const fma = sets.find(({ features }) => features === 'fma-518')!;
    const asTuples = fma.columnNames.map((name) => {
      const [, feature, statistic, number] = /^(.+)_([a-z]+)_(\d+)$/.exec(name)!;
      return `('${feature}', '${statistic}', '${number}')`;
    });
    expect(matchColumns(asTuples, sets)).toMatchObject(fma);
    const loud = fma.columnNames.map((name) => name.toUpperCase());
    expect(matchColumns(loud, sets)).toMatchObject(fma);
    for (const { columnNames } of sets) {
      const places = columnNames.map((_, i) => i);
      expect(matchColumns(columnNames, sets)).toMatchObject({ columnNames, places });
    }
  });

  it('are not guessed from their number, nor completed', async () => {
    const sets = await measuredColumnSets();
    const { columnNames } = sets[0]!;
    const numbered = columnNames.map((_, i) => `f${i}`);
    expect(matchColumns(numbered, sets)).toBeNull();
    expect(matchColumns(columnNames.slice(1), sets)).toBeNull();
    expect(matchColumns(columnNames.with(1, columnNames[0]!), sets)).toBeNull();
    expect(matchColumns([], sets)).toBeNull();
  });

  it('may stand in another order: the model is asked in the order of the set', async () => {
    const columns = 5;
    const order = [3, 0, 4, 2, 1];
    const options = { seed: 1, columns, asked: columns, groups: 3, trees: 9, depth: 5 };
    const model = randomEnsemble(options);
    const set = { features: 'here', columnNames: order.map((at) => model.columnNames[at]!) };
    const arranged = arrangeColumns(model, matchColumns(model.columnNames, [set])!);

    const table = randomTable({ seed: 2, rows: 40, columns, missing: 0.1 });
    const here = table.data.map((_, i) => {
      const row = Math.floor(i / columns);
      return table.data[row * columns + order[i % columns]!]!;
    });
    const predict = (ensemble: typeof model, data: Float32Array) =>
      createFittedTrees(ensemble).predictProba({
        kind: 'table',
        matrix: createMatrix(40, columns, data),
        columnNames: ensemble.columnNames,
      });
    expect(arranged.columnNames).toEqual(set.columnNames);
    expect(await predict(arranged, here)).toEqual(await predict(model, table.data));
  });
});
