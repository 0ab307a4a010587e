import { describe, expect, it } from 'vitest';
import golden from '../../test/golden/boosted_trees.json';
import { createMatrix } from '../core/matrix';
import { boostedTreesTrainer } from './boosted-trees';
import type { Labels, TableInput } from './trainer';

/** XGBoost keeps margins and probabilities in single precision too; what is left is rounding. */
const TOLERANCE = 1e-4;

describe('boosted trees against native XGBoost', () => {
  it.each(golden.sets)('$name', async (set) => {
    const values = Float32Array.from(set.x, (value) => value ?? NaN);
    const x: TableInput = {
      kind: 'table',
      matrix: createMatrix(set.rows, set.columns, values),
      columnNames: Array.from({ length: set.columns }, (_, i) => `column ${i}`),
    };
    const classes = Array.from({ length: set.classes }, (_, i) => `class ${i}`);
    const params = { ...set.params, subsample: 1, colsample_bytree: 1, max_bin: 256 };

    const y: Labels = set.memberships
      ? {
          indices: new Int32Array(set.rows),
          classes,
          memberships: Uint8Array.from(set.memberships),
        }
      : { indices: Int32Array.from(set.y), classes };
    const model = await boostedTreesTrainer.fit(x, y, params, { seed: 1 });
    const { data } = await model.predictProba(x);

    const worst = data.reduce(
      (most, p, i) => Math.max(most, Math.abs(p - set.probabilities[i]!)),
      0,
    );
    console.info(`${set.name}: largest difference ${worst.toExponential(1)}`);
    expect(worst).toBeLessThan(TOLERANCE);
  });
});
