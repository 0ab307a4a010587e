// Models made here, loaded by the real XGBoost package where Python has it: it must answer the same.

import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runPython } from '../bench/python-peer';
import type { Matrix } from '../src/core/matrix';
import { boostedTreesTrainer } from '../src/trainers/boosted-trees';
import type { LabelledInput, TableInput } from '../src/trainers/trainer';
import { createFittedTrees } from '../src/trainers/trees/fitted-trees';
import { ensembleFromJson, type Ensemble } from '../src/trainers/trees/model-json';
import { fromXgboostJson } from '../src/trainers/trees/xgboost-json/read';
import { toXgboostJson } from '../src/trainers/trees/xgboost-json/write';
import { makeLabelledInput } from './builders/training-inputs';
import { randomEnsemble, randomTable } from './builders/trees';

const TOLERANCE = 1e-5;
const TIMEOUT_MILLISECONDS = 60_000;

interface Peer {
  readonly version: string;
  readonly answers: readonly {
    readonly probabilities: readonly number[];
    readonly attributes: Readonly<Record<string, string>>;
    readonly rounds: number;
  }[];
}

interface Exported {
  readonly name: string;
  readonly ensemble: Ensemble;
  readonly matrix: Matrix;
}

async function trained(): Promise<Exported> {
  const { x, y } = makeLabelledInput('table', { clips: 90, seed: 3 }) as LabelledInput<TableInput>;
  const model = await boostedTreesTrainer.fit(x, y, { rounds: 12 }, { seed: 1 });
  return {
    name: 'trained here',
    ensemble: ensembleFromJson(model.toJSON()),
    matrix: x.matrix,
  };
}

/** Labels that are yes–no questions of their own. */
async function trainedOnLabels(): Promise<Exported> {
  const { x, y } = makeLabelledInput('table', { clips: 90, seed: 4 }) as LabelledInput<TableInput>;
  const memberships = Uint8Array.from({ length: 270 }, (_, i) => {
    const own = y.indices[Math.floor(i / 3)] === i % 3;
    return own || (i % 3 === 0 && i % 2 === 0) ? 1 : 0;
  });
  const labels = { ...y, memberships };
  const model = await boostedTreesTrainer.fit(x, labels, { rounds: 12 }, { seed: 1 });
  return {
    name: 'trained here on several labels a clip',
    ensemble: ensembleFromJson(model.toJSON()),
    matrix: x.matrix,
  };
}

function madeUp(name: string, groups: number, change: Partial<Ensemble> = {}): Exported {
  const columns = 7;
  const options = { seed: groups, columns, asked: columns, groups, trees: 5 * groups, depth: 8 };
  const ensemble = { ...randomEnsemble(options), ...change };
  return { name, ensemble, matrix: randomTable({ seed: 1, rows: 60, columns, missing: 0.2 }) };
}

const binary = { objective: 'binary:logistic' } as const;

/** Thresholds and leaves that are hard to write or to read. */
function withOddNumbers({ ensemble, ...others }: Exported): Exported {
  const odd = [0, -0, 1, -7, 123456789, 1e10, 16777216, 1.5e20, 3.4e38, -3.4e38, 1e-7, 1e-40, 0.1];
  let next = 0;
  const trees = ensemble.trees.map((tree) => ({
    ...tree,
    value: tree.value.map((value, i) => (tree.column[i]! < 0 ? value : odd[next++ % odd.length]!)),
  }));
  return { ...others, ensemble: { ...ensemble, trees } };
}

function predict({ ensemble, matrix }: Exported): Promise<Matrix> {
  const { columnNames } = ensemble;
  return createFittedTrees(ensemble).predictProba({ kind: 'table', matrix, columnNames });
}

function worstDifference(ours: ArrayLike<number>, theirs: ArrayLike<number>): number {
  return Array.from(ours).reduce((most, p, i) => Math.max(most, Math.abs(p - theirs[i]!)), 0);
}

const makeExported = async (): Promise<Exported[]> => [
  await trained(),
  await trainedOnLabels(),
  madeUp('several classes', 5),
  madeUp('several classes, the same start', 3, { baseMargins: [0.5, 0.5, 0.5] }),
  madeUp('two classes', 1),
  madeUp('two classes, nearly always the second', 1, { baseMargins: [9] }),
  madeUp('two classes, nothing learned', 1, {
    trees: [],
    treeGroups: [],
    rounds: 0,
    baseMargins: [25],
  }),
  madeUp('labels', 4, { ...binary, baseMargins: [-9, 0, 2.5, 12] }),
  madeUp('labels, the same start', 4, { ...binary, baseMargins: [0, 0, 0, 0] }),
  withOddNumbers(madeUp('numbers that are hard to write', 3)),
];

describe('the file that is written', () => {
  it('reads back as a model that answers the same', async () => {
    for (const exported of await makeExported()) {
      const again = fromXgboostJson(toXgboostJson(exported.ensemble));
      const [ours, theirs] = [
        await predict(exported),
        await predict({ ...exported, ensemble: again }),
      ];
      expect(worstDifference(ours.data, theirs.data), exported.name).toBeLessThan(TOLERANCE);
      expect(again.classes).toEqual(exported.ensemble.classes);
    }
  });

  it(
    'is loaded by the real package, which answers the same',
    async (context) => {
      const all = await makeExported();
      const models = all.map(({ ensemble, matrix }) => ({
        text: toXgboostJson(ensemble),
        columnNames: ensemble.columnNames,
        rows: Array.from(matrix.data, (value) => (Number.isNaN(value) ? null : value)),
      }));
      const script = path.join('..', '..', 'test', 'golden', 'predict_xgboost.py');
      const printed = runPython({
        needs: ['numpy', 'xgboost'],
        script,
        args: [],
        input: JSON.stringify({ models }),
      });
      if (printed === null) return context.skip('Python with xgboost is not there');
      const { version, answers } = JSON.parse(printed) as Peer;
      for (const [i, exported] of all.entries()) {
        const { ensemble, name } = exported;
        const { probabilities, attributes, rounds } = answers[i]!;
        const { data } = await predict(exported);
        // XGBoost says only the second of two classes.
        const isPair = ensemble.baseMargins.length < ensemble.classes.length;
        const ours = isPair ? data.filter((_, at) => at % 2 === 1) : data;
        expect(probabilities.length, name).toBe(ours.length);
        const worst = worstDifference(ours, probabilities);
        console.info(`XGBoost ${version}, ${name}: largest difference ${worst.toExponential(1)}`);
        expect(worst, name).toBeLessThan(TOLERANCE);
        expect(JSON.parse(attributes['classes']!)).toEqual(ensemble.classes);
        expect(rounds).toBe(ensemble.rounds);
      }
    },
    TIMEOUT_MILLISECONDS,
  );
});
