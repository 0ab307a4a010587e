// SHAP values of boosted trees beside native XGBoost's `pred_contribs` on one thread: the same trees, the same rows.
// Where Python has no XGBoost, made-up trees of the same size, which are fuller.

import { createMatrix } from '../src/core/matrix';
import { unflattenTrees, type FlatTrees } from '../src/trainers/trees/flat-trees';
import type { Ensemble } from '../src/trainers/trees/model-json';
import { shapValues } from '../src/trainers/trees/shap';
import { randomEnsemble, randomTable } from '../test/builders/trees';
import { runPython } from './python-peer';
import { benchRow } from './row';

const SIZE = { rows: 2000, explained: 200, columns: 103, classes: 10, rounds: 60, depth: 6 };
const TURNS = 3;
const TOLERANCE = 1e-4;

interface Native {
  readonly seconds: readonly number[];
  readonly x: readonly number[];
  readonly contributions: readonly number[];
  readonly treeGroups: readonly number[];
  readonly trees: FlatTrees;
}

export default async function shap() {
  const { explained, columns, classes, rounds, depth } = SIZE;
  const numTrees = rounds * classes;
  const made = randomEnsemble({
    ...{ seed: 1, columns, asked: columns, groups: classes, trees: numTrees, depth },
  });
  const native = measureNative();
  const ensemble: Ensemble = native
    ? {
        ...made,
        baseMargins: made.baseMargins.map(() => 0.5),
        treeGroups: native.treeGroups,
        trees: unflattenTrees(native.trees, { numTrees, numColumns: columns }),
      }
    : made;
  const table = native
    ? createMatrix(explained, columns, Float32Array.from(native.x))
    : randomTable({ seed: 1, rows: explained, columns, missing: 0 });

  const ours: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const started = performance.now();
    const { values } = await shapValues(ensemble, table);
    ours.push((performance.now() - started) / 1000);
    native?.contributions.forEach((theirs, i) => {
      if (Math.abs(theirs - values[i]!) < TOLERANCE) return;
      throw new Error(`contribution ${i} is ${values[i]!}, XGBoost's ${theirs}`);
    });
  }
  return {
    rows: [
      benchRow({
        metric: `SHAP values of ${explained} clips, ${numTrees} trees of depth ${depth}`,
        unit: 's',
        better: 'less',
        ours: Math.min(...ours),
        peer: native && Math.min(...native.seconds),
        peerName: 'XGBoost pred_contribs, one thread',
      }),
    ],
  };
}

function measureNative(): Native | null {
  const printed = runPython({
    needs: ['numpy', 'xgboost'],
    script: 'xgboost_shap.py',
    args: [],
    input: JSON.stringify({ ...SIZE, turns: TURNS }),
  });
  return printed === null ? null : (JSON.parse(printed) as Native);
}
