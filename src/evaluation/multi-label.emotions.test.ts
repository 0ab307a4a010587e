// Several labels a clip on real data, beside native XGBoost and scikit-learn's logistic regression; needs Mulan's emotions (Trohidis et al. 2008) in
// ../shared/data/multilabel.

import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import golden from '../../test/golden/emotions.json';
import { readMultiLabelArff, type MultiLabelRows } from '../../test/builders/arff';
import { boostedTreesTrainer } from '../trainers/boosted-trees';
import { makeClip } from '../../test/builders/clips';
import { chooseBackend } from '../compute/choose-backend';
import { createMatrix, row } from '../core/matrix';
import { makeLabelSplit, makeSplit } from '../datasets/split';
import { cnnTrainer } from '../trainers/cnn';
import { logisticRegressionTrainer } from '../trainers/logistic-regression';
import type { LabelledInput, SpectrogramInput } from '../trainers/trainer';
import { evaluateMultiLabel } from './multi-label';
import { tuneThresholds } from './thresholds';

const arff = new URL('../../../shared/data/multilabel/emotions.arff', import.meta.url);
const cal500 = new URL('CAL500.arff', arff);
const NUM_CLIPS = 593;
const TOLERANCE = 0.02;

const ABSENT = '../shared/data/multilabel/emotions.arff is not there';
const inTest = new Set(golden.test);
const notInTest = [...Array(NUM_CLIPS).keys()].filter((index) => !inTest.has(index));
/** Of what is learned from, every fifth row validates. */
const learned = notInTest.filter((_row, i) => i % 5 !== 0);
const validating = notInTest.filter((_row, i) => i % 5 === 0);

it.for(golden.runs)(
  'boosted trees score within 2 points of native XGBoost on emotions: $name',
  async (expected, context) => {
    context.skip(!existsSync(arff), '../shared/data/multilabel/emotions.arff is not there');
    const train = readMultiLabelArff(arff, notInTest);
    const test = readMultiLabelArff(arff, golden.test);
    const ids = golden.test.map(String);

    const scores = { microF1: 0, macroF1: 0, meanAveragePrecision: 0, hammingLoss: 0 };
    for (const seed of expected.seeds) {
      const model = await boostedTreesTrainer.fit(train.x, train.y, expected.params, { seed });
      const { multiLabel, macroF1 } = evaluateMultiLabel(
        test.y,
        await model.predictProba(test.x),
        ids,
      );
      for (const name of ['microF1', 'meanAveragePrecision', 'hammingLoss'] as const) {
        scores[name] += multiLabel![name] / expected.seeds.length;
      }
      scores.macroF1 += macroF1 / expected.seeds.length;
    }
    for (const name of ['microF1', 'macroF1', 'meanAveragePrecision', 'hammingLoss'] as const) {
      console.info(
        `${name} ${scores[name].toFixed(3)}, XGBoost ${expected.scores[name].toFixed(3)}`,
      );
      expect(Math.abs(scores[name] - expected.scores[name])).toBeLessThan(TOLERANCE);
    }
  },
);

it('logistic regression scores as scikit-learn’s, one label against the rest', async (context) => {
  context.skip(!existsSync(arff), ABSENT);
  const train = readMultiLabelArff(arff, notInTest);
  const test = readMultiLabelArff(arff, golden.test);
  const params = { C: 1, max_iter: 5000 };
  const model = await logisticRegressionTrainer.fit(train.x, train.y, params, { seed: 1 });
  const probabilities = await model.predictProba(test.x);
  const { multiLabel, macroF1 } = evaluateMultiLabel(
    test.y,
    probabilities,
    golden.test.map(String),
  );
  const ours = { ...multiLabel!, macroF1 };
  for (const name of ['microF1', 'macroF1', 'meanAveragePrecision', 'macroRocAuc'] as const) {
    console.info(
      `${name} ${ours[name]!.toFixed(3)}, scikit-learn ${golden.logistic[name].toFixed(3)}`,
    );
    expect(Math.abs(ours[name]! - golden.logistic[name])).toBeLessThan(0.005);
  }
});

it('thresholds tuned on validation clips find more of the labels than one half does', async (context) => {
  context.skip(!existsSync(arff), ABSENT);
  const [train, validation, test] = [learned, validating, golden.test].map((rows) =>
    readMultiLabelArff(arff, rows),
  ) as [MultiLabelRows, MultiLabelRows, MultiLabelRows];
  const model = await boostedTreesTrainer.fit(train.x, train.y, { rounds: 60 }, { seed: 1 });
  const said = await model.predictProba(validation.x);
  const thresholds = tuneThresholds(said, validation.y.memberships);
  const probabilities = await model.predictProba(test.x);
  const ids = golden.test.map(String);
  const plain = evaluateMultiLabel(test.y, probabilities, ids);
  const tuned = evaluateMultiLabel({ ...test.y, thresholds }, probabilities, ids);
  console.info(`macro F1 ${tuned.macroF1.toFixed(3)}, at one half ${plain.macroF1.toFixed(3)}`);
  expect(tuned.macroF1).toBeGreaterThan(plain.macroF1);
});

it('a network with sigmoid outputs learns the labels', { timeout: 120_000 }, async (context) => {
  context.skip(!existsSync(arff), ABSENT);
  await chooseBackend('wasm');
  const train = readMultiLabelArff(arff, learned);
  const scale = scaleOf(train);
  const [x, validation, test] = [
    train,
    readMultiLabelArff(arff, validating),
    readMultiLabelArff(arff, golden.test),
  ].map((rows) => asPictures(rows, scale)) as [Pictures, Pictures, Pictures];
  const params = {
    ...{ epochs: 30, width: 8, batchSize: 32, cropSeconds: 0.2, augmentation: 0, cropsPerEpoch: 1 },
    ...{ learningRate: 0.005, mixup: 0 },
  };
  const model = await cnnTrainer.fit(x.x, x.y, params, { seed: 1, validation });
  const probabilities = await model.predictProba(test.x);
  const truth = readMultiLabelArff(arff, golden.test).y;
  const { meanAveragePrecision, macroRocAuc } = evaluateMultiLabel(
    truth,
    probabilities,
    golden.test.map(String),
  ).multiLabel!;
  console.info(`mAP ${meanAveragePrecision.toFixed(3)}, ROC-AUC ${macroRocAuc!.toFixed(3)}`);
  // By chance 0.31 and 0.5.
  expect(meanAveragePrecision).toBeGreaterThan(0.55);
  expect(macroRocAuc!).toBeGreaterThan(0.75);
});

it('CAL500’s 174 labels are divided closer to their shares than by chance', (context) => {
  context.skip(!existsSync(cal500), '../shared/data/multilabel/CAL500.arff is not there');
  const { y } = readMultiLabelArff(cal500);
  const clips = Array.from(y.indices, (_first, i) => {
    const labels = y.classes.filter((_label, k) => y.memberships[i * y.classes.length + k] === 1);
    return makeClip({ id: `clip${i}`, genre: 'any', labels });
  });
  const config = { strategy: 'random', testFraction: 0.2, validationFraction: 0.15 } as const;
  /** Labels with three clips or more that a part lacks, summed over the parts. */
  const lacking = (split: ReturnType<typeof makeSplit>): number =>
    y.classes.reduce((sum, label) => {
      const having = new Set(
        clips.flatMap(({ id, labels }) => (labels!.includes(label) ? id : [])),
      );
      if (having.size < 3) return sum;
      const parts = [split.train, split.validation, split.test];
      return sum + parts.filter((ids) => !ids.some((id) => having.has(id))).length;
    }, 0);
  const stratified = lacking(makeLabelSplit(clips, config, 1));
  const byChance = lacking(
    makeSplit(
      clips.map((clip) => ({ ...clip, labels: undefined })),
      config,
      1,
    ),
  );
  console.info(`labels lacking in a part: ${stratified}, by chance ${byChance}`);
  expect(stratified).toBe(0);
  expect(byChance).toBeGreaterThan(0);
});

type Pictures = LabelledInput<SpectrogramInput>;

function scaleOf({ x: { matrix } }: MultiLabelRows) {
  return Array.from({ length: matrix.columns }, (_column, k) => {
    const values = Array.from({ length: matrix.rows }, (_row, i) => row(matrix, i)[k]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    return { mean, deviation: Math.sqrt(squares / values.length) || 1 };
  });
}

/** Each row as one frame of as many bands as it has columns, in a range as decibels have it. */
function asPictures(
  { x: { matrix }, y }: MultiLabelRows,
  scale: ReturnType<typeof scaleOf>,
): Pictures {
  const get = async (index: number) =>
    createMatrix(
      1,
      matrix.columns,
      row(matrix, index).map(
        (value, k) => -40 + (10 * (value - scale[k]!.mean)) / scale[k]!.deviation,
      ),
    );
  const { rows, columns } = matrix;
  return { x: { kind: 'spectrograms', length: rows, numMels: columns, frameSeconds: 0.2, get }, y };
}
