import { describe, expect, it } from 'vitest';
import { CLASSES, makeLabelledInput } from '../../test/builders/training-inputs';
import type { LabelledInput, Checkpoint, ModelJson, TableInput } from './trainer';
import { pcaTreesTrainer } from './pca-trees';
import { condensationOf } from './pipeline/condensation';

const PARAMS = { rounds: 12, max_depth: 3, n_components: 5 };

const makeTable = (clips: number, seed: number): LabelledInput<TableInput> =>
  makeLabelledInput('table', { clips, seed }) as LabelledInput<TableInput>;

const stepsOf = (model: { toJSON(): ModelJson }): unknown =>
  (model.toJSON().state as { steps: unknown }).steps;

/** The same table with every value changed. */
function shifted({ x, y }: LabelledInput<TableInput>): LabelledInput<TableInput> {
  const data = x.matrix.data.map((value) => 100 * value + 7);
  return { x: { ...x, matrix: { ...x.matrix, data } }, y };
}

describe('trees on principal components', () => {
  it('fits its steps on the training rows alone', async () => {
    const train = makeTable(60, 1);
    const validation = makeTable(30, 2);
    const fit = (context: { validation?: LabelledInput<TableInput> }) =>
      pcaTreesTrainer.fit(train.x, train.y, PARAMS, { seed: 1, ...context });
    const model = await fit({ validation });
    expect(stepsOf(await fit({}))).toEqual(stepsOf(model));
    expect(stepsOf(await fit({ validation: shifted(validation) }))).toEqual(stepsOf(model));
    await model.predictProba(shifted(makeTable(30, 3)).x);
    expect(stepsOf(model)).toEqual(stepsOf(await fit({ validation })));
    const other = shifted(train);
    const refitted = await pcaTreesTrainer.fit(other.x, other.y, PARAMS, { seed: 1 });
    expect(stepsOf(refitted)).not.toEqual(stepsOf(model));
  });

  it('learns from what there is where fewer columns are left than components asked for', async () => {
    const { x, y } = makeTable(60, 1);
    const model = await pcaTreesTrainer.fit(x, y, { rounds: 3 }, { seed: 1 });
    expect(condensationOf(model.toJSON(), { components: 2, columns: 3 })).toMatchObject({
      columnsIn: 9,
      numComponents: 9,
      empty: [],
      constant: [],
    });
  });

  it('hands out its trees with the components they see', async () => {
    const { x, y } = makeTable(30, 1);
    const model = await pcaTreesTrainer.fit(x, y, PARAMS, { seed: 1 });
    const { ensemble, inputOf } = model.trees!;
    expect(ensemble.columnNames[4]).toBe('component_05');
    expect(await inputOf(x)).toMatchObject({ rows: 30, columns: 5 });
  });

  it('goes on with the steps that were saved, on no other columns', async () => {
    const { x, y } = makeTable(60, 1);
    const saved: Checkpoint[] = [];
    const onCheckpoint = async (checkpoint: Checkpoint) => void saved.push(checkpoint);
    const whole = await pcaTreesTrainer.fit(x, y, PARAMS, { seed: 1, onCheckpoint });
    const resumeFrom = structuredClone(saved[0]!);
    const resumed = await pcaTreesTrainer.fit(x, y, PARAMS, { seed: 1, resumeFrom });
    expect(resumed.toJSON()).toEqual(whole.toJSON());
    const renamed = { ...x, columnNames: x.columnNames.with(0, 'tempo') };
    const resuming = pcaTreesTrainer.fit(renamed, y, PARAMS, { seed: 1, resumeFrom });
    await expect(resuming).rejects.toMatchObject({
      code: 'run-not-resumable',
      got: 'column 1 "tempo" instead of "column 0"',
    });
  });

  it('refuses rows of other columns, and a table without rows', async () => {
    const { x, y } = makeTable(30, 1);
    const model = await pcaTreesTrainer.fit(x, y, PARAMS, { seed: 1 });
    const renamed = { ...x, columnNames: x.columnNames.with(3, 'tempo') };
    await expect(model.predictProba(renamed)).rejects.toMatchObject({ code: 'model-incompatible' });
    const none = { x: { ...x, matrix: { data: new Float32Array(), rows: 0, columns: 9 } } };
    const empty = { indices: new Int32Array(), classes: CLASSES };
    await expect(pcaTreesTrainer.fit(none.x, empty, PARAMS, { seed: 1 })).rejects.toMatchObject({
      code: 'features-missing',
    });
  });
});

describe('what is shown of the steps', () => {
  it('names what was dropped and what weighs most', async () => {
    const { x, y } = makeTable(60, 1);
    const { rows, columns } = x.matrix;
    const data = x.matrix.data.slice();
    for (let i = 0; i < rows; i++) {
      data[i * columns + 1] = -2 * data[i * columns]! + 1;
      data[i * columns + 4] = 3;
      data[i * columns + 5] = NaN;
    }
    const table = { ...x, matrix: { ...x.matrix, data } };
    const model = await pcaTreesTrainer.fit(table, y, PARAMS, { seed: 1 });
    const json = JSON.parse(JSON.stringify(model.toJSON())) as ModelJson;
    const condensation = condensationOf(json, { components: 2, columns: 3 })!;
    expect(condensation.empty).toEqual(['column 5']);
    expect(condensation.constant).toEqual(['column 4']);
    expect(condensation.correlated).toMatchObject([
      { column: 'column 1', partner: 'column 0', partnerDropped: false },
    ]);
    expect(condensation.correlated[0]!.r).toBeCloseTo(-1, 6);
    expect(condensation.explainedVarianceRatio).toHaveLength(6);
    expect(condensation.explained).toBeGreaterThan(0.8);
    expect(condensation.strongest.map((loadings) => loadings.length)).toEqual([3, 3]);
    expect(condensation.strongest[0]![0]!.weight).toBeGreaterThan(0);
  });

  it('is nothing for a model without such steps', () => {
    const model: ModelJson = { version: 1, trainer: 'boosted-trees', classes: [], state: {} };
    expect(condensationOf(model, { components: 1, columns: 1 })).toBeNull();
  });
});
