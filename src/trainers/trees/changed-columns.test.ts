import { expect, it } from 'vitest';
import { randomEnsemble, randomTable } from '../../../test/builders/trees';
import { createMatrix } from '../../core/matrix';
import { createChangedPredictor } from './changed-columns';
import { createFittedTrees } from './fitted-trees';

const COLUMNS = 6;

it.each([1, 3])('says what all trees say, of %i groups', async (groups) => {
  const ensemble = randomEnsemble({
    ...{ seed: 2, columns: COLUMNS, asked: COLUMNS - 1, groups, trees: 12, depth: 2 },
  });
  const table = randomTable({ seed: 3, rows: 150, columns: COLUMNS, missing: 0.1 });
  const other = randomTable({ seed: 4, rows: 150, columns: COLUMNS, missing: 0.1 });
  const model = createFittedTrees(ensemble);
  const predict = createChangedPredictor(ensemble, table);
  const whole = async (matrix: typeof table) =>
    model.predictProba({ kind: 'table', matrix, columnNames: ensemble.columnNames });

  for (const changed of [[], [0], [1, 4], [0, 1, 2, 3, 4, 5]]) {
    const data = table.data.map((value, i) =>
      changed.includes(i % COLUMNS) ? other.data[i]! : value,
    );
    const matrix = createMatrix(table.rows, COLUMNS, data);
    const expected = (await whole(matrix)).data;
    const got = (await predict(matrix, changed))!.data;
    expected.forEach((value, i) => expect(got[i]).toBeCloseTo(value, 5));
    // Nothing changed after all: exactly what it was.
    expect((await predict(table, changed))!.data).toEqual((await predict(table, []))!.data);
  }
  expect(await predict(other, [COLUMNS - 1])).toBeNull();
});
