// Accuracy on real music beside the libraries that the trainers are modelled on: Kaggle's 57 columns of GTZAN, the same rows,
// folds and parameters on both sides, one thread each. Twice: in random folds, where songs of one artist lie on both sides,
// and trained and tested on the fault-filtered lists (Kereliuk, Sturm & Larsen 2015), where they do not.
//
// `npm run bench -- gtzan`. PYTHON names a Python with numpy, scikit-learn and xgboost, for the peers; GTZAN_MODELS the trainers
// to measure, with commas between them, if not all.

import { readFileSync } from 'node:fs';
import type { ParamValues } from '../src/core/run-types';
import { loadTrainer, type TrainerId } from '../src/trainers/registry';
import { scoreProbabilities } from '../src/trainers/score';
import type { LabelledInput, TableInput, Trainer } from '../src/trainers/trainer';
import { makeClip } from '../test/builders/clips';
import { foldSplits } from '../test/builders/folds';
import { realDataPath } from '../test/builders/real-music';
import { readGtzan57, takeLabelledRows } from '../test/builders/real-tables';
import { runPython } from './python-peer';
import { benchRow, type BenchRow } from './row';

const TABLE = 'gtzan_features_30_sec.csv';
const FOLDS = 5;
/** Of the folds' deal and of the trainers: a sampling trainer moves by a point from seed to seed. */
const SEEDS = [1, 2, 3];

const TREES = {
  rounds: 200,
  max_depth: 6,
  eta: 0.1,
  subsample: 0.8,
  colsample_bytree: 0.8,
  max_bin: 256,
  early_stopping_rounds: 0,
};
interface Model {
  readonly trainer: TrainerId;
  readonly peerName: string;
  readonly params: ParamValues;
}

const MODELS: readonly Model[] = [
  { trainer: 'boosted-trees', peerName: 'XGBoost hist', params: TREES },
  {
    trainer: 'pca-trees',
    peerName: 'scikit-learn PCA and XGBoost hist',
    params: { ...TREES, n_components: 40, max_correlation: 0.95 },
  },
  { trainer: 'random-forest', peerName: 'scikit-learn', params: { n_estimators: 200 } },
  { trainer: 'svm', peerName: 'scikit-learn', params: { C: 10, tries: 1 } },
  { trainer: 'logistic-regression', peerName: 'scikit-learn', params: { C: 1 } },
  {
    trainer: 'k-nearest-neighbours',
    peerName: 'scikit-learn',
    params: { n_neighbors: 10, weights: 'distance' },
  },
];

/** One fit and one scoring, rows by number. */
interface Experiment {
  readonly seed: number;
  readonly train: readonly number[];
  readonly test: readonly number[];
}

interface Outcome {
  readonly accuracy: number;
  readonly logLoss: number;
  /** Of fitting. */
  readonly seconds: number;
}

export default async function gtzan() {
  const table = readGtzan57();
  if (!table) return { rows: [], problems: [`../shared/data/${TABLE} is not there.`] };
  const only = process.env['GTZAN_MODELS']?.split(',');
  const rows: BenchRow[] = [];
  for (const model of MODELS) {
    if (only && !only.includes(model.trainer)) continue;
    for (const [name, experiments] of Object.entries(experimentsOf(table))) {
      const ours = await measureOurs(table, experiments, model);
      const peer = measurePeer(table, experiments, model);
      const { trainer, peerName } = model;
      rows.push(...rowsOf({ name: `${trainer}, ${name}`, ours, peer, peerName }));
    }
  }
  return { rows };
}

function experimentsOf({ y }: LabelledInput): Record<string, Experiment[]> {
  const names = readLines(realDataPath(TABLE)!)
    .slice(1)
    .map((line) => line.split(',')[0]!);
  const rowOf = new Map(names.map((name, row) => [name, row]));
  const rowsOfList = (part: 'train' | 'test'): number[] => {
    const list = readLines(realDataPath('gtzan_splits', `${part}_filtered.txt`)!);
    return list.flatMap((line) => rowOf.get(line.split('/').at(-1)!) ?? []);
  };
  const clips = names.map((id, row) => makeClip({ id, genre: y.classes[y.indices[row]!]! }));
  const toRows = (ids: readonly string[]): number[] => ids.map((id) => rowOf.get(id)!);
  const dealt = { folds: FOLDS, repeats: SEEDS.length, validationFraction: 0 };
  return {
    [`random ${FOLDS}-fold`]: foldSplits(clips, { ...dealt, strategy: 'random' }, 1).map(
      ({ repeat, train, test }) => ({
        seed: SEEDS[repeat - 1]!,
        train: toRows(train),
        test: toRows(test),
      }),
    ),
    'fault-filtered': SEEDS.map((seed) => ({
      seed,
      train: rowsOfList('train'),
      test: rowsOfList('test'),
    })),
  };
}

function readLines(file: string): string[] {
  return readFileSync(file, 'utf8').trim().split(/\r?\n/);
}

async function loadTableTrainer(id: TrainerId): Promise<Trainer<TableInput>> {
  const trainer = await loadTrainer(id);
  if (trainer.inputKind !== 'table') throw new Error(`${id} does not learn from tables`);
  return trainer as Trainer<TableInput>;
}

async function measureOurs(
  table: LabelledInput<TableInput>,
  experiments: readonly Experiment[],
  { trainer: id, params }: Model,
): Promise<Outcome[]> {
  const trainer = await loadTableTrainer(id);
  const outcomes: Outcome[] = [];
  for (const { seed, ...rows } of experiments) {
    const train = takeLabelledRows(table, rows.train);
    const test = takeLabelledRows(table, rows.test);
    const started = performance.now();
    const model = await trainer.fit(train.x, train.y, params, { seed });
    const seconds = (performance.now() - started) / 1000;
    const probabilities = await model.predictProba(test.x);
    model.dispose();
    const { accuracy, loss } = scoreProbabilities(probabilities, test.y.indices);
    outcomes.push({ accuracy, logLoss: loss, seconds });
  }
  return outcomes;
}

function measurePeer(
  { x, y }: LabelledInput<TableInput>,
  experiments: readonly Experiment[],
  { trainer, params }: Model,
): Outcome[] | null {
  const printed = runPython({
    needs: ['numpy', 'sklearn', 'xgboost'],
    script: 'table_accuracy.py',
    args: [trainer],
    input: JSON.stringify({
      x: [...x.matrix.data],
      columns: x.matrix.columns,
      y: [...y.indices],
      params,
      experiments,
    }),
  });
  return printed === null ? null : (JSON.parse(printed) as Outcome[]);
}

interface Comparison {
  readonly name: string;
  readonly ours: readonly Outcome[];
  readonly peer: readonly Outcome[] | null;
  readonly peerName: string;
}

function rowsOf({ name, ours, peer, peerName }: Comparison): BenchRow[] {
  const scores = [
    { score: 'accuracy', what: 'accuracy', unit: 'share', better: 'more' },
    { score: 'logLoss', what: 'log loss', unit: 'nats', better: 'less' },
    { score: 'seconds', what: 'one fit', unit: 's', better: 'less' },
  ] as const;
  return scores.map(({ score, what, unit, better }) =>
    benchRow({
      metric: `${name}: ${what}`,
      unit,
      better,
      ours: mean(ours, score),
      peer: peer && mean(peer, score),
      peerName,
    }),
  );
}

function mean(outcomes: readonly Outcome[], score: keyof Outcome): number {
  return outcomes.reduce((sum, outcome) => sum + outcome[score], 0) / outcomes.length;
}
