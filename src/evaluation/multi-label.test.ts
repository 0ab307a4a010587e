import { describe, expect, it } from 'vitest';
import golden from '../../test/golden/multi_label.json';
import { createMatrix, type Matrix } from '../core/matrix';
import type { Labels } from '../trainers/trainer';
import {
  answersOf,
  clipsWrongOn,
  evaluateMultiLabel,
  saidLabels,
  worstClips,
  wrongAnswers,
} from './multi-label';

const CLASSES = ['blues', 'dub', 'folk', 'jazz', 'punk', 'ska'];

function matrixOf(rows: readonly (readonly number[])[]): Matrix {
  return createMatrix(rows.length, rows[0]?.length ?? 0, Float32Array.from(rows.flat()));
}

function ids(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `clip${i}`);
}

/** The main label of a clip is the first it has. */
function truthOf(rows: readonly (readonly number[])[]): Required<Labels> {
  return {
    classes: CLASSES.slice(0, rows[0]?.length ?? 0),
    memberships: Uint8Array.from(rows.flat()),
    indices: Int32Array.from(rows, (row) => row.indexOf(1)),
  };
}

describe.each(golden.cases)('evaluateMultiLabel, against scikit-learn: $name', (expected) => {
  const result = evaluateMultiLabel(
    truthOf(expected.true),
    matrixOf(expected.probabilities),
    ids(expected.true.length),
  );
  const { labels, ...overall } = result.multiLabel!;

  it('agrees on the whole', () => {
    expect(overall.microF1).toBeCloseTo(expected.microF1, 12);
    expect(overall.meanAveragePrecision).toBeCloseTo(expected.meanAveragePrecision, 12);
    if (expected.macroRocAuc === null) expect(overall.macroRocAuc).toBeNull();
    else expect(overall.macroRocAuc).toBeCloseTo(expected.macroRocAuc, 12);
    expect(overall.hammingLoss).toBeCloseTo(expected.hammingLoss, 12);
    expect(result.macroF1).toBeCloseTo(expected.macroF1, 12);
    expect(result.accuracy).toBeCloseTo(expected.subsetAccuracy, 12);
  });

  it('agrees on every label', () => {
    for (const [k, label] of labels.entries()) {
      expect(label.label).toBe(CLASSES[k]);
      expect(label.precision).toBeCloseTo(expected.precision[k]!, 12);
      expect(label.recall).toBeCloseTo(expected.recall[k]!, 12);
      expect(label.f1).toBeCloseTo(expected.f1[k]!, 12);
      expect(label.support).toBe(expected.support[k]);
      const averagePrecision = expected.averagePrecision[k]!;
      if (averagePrecision === null) expect(label.averagePrecision).toBeNull();
      else expect(label.averagePrecision).toBeCloseTo(averagePrecision, 12);
      const area = expected.rocAuc[k]!;
      if (area === null) expect(label.rocAuc).toBeNull();
      else expect(label.rocAuc).toBeCloseTo(area, 12);
    }
    const genres = labels.map(({ label: genre, averagePrecision: _, rocAuc: _area, ...rest }) => {
      return { genre, ...rest };
    });
    expect(result.genres).toEqual(genres);
  });
});

describe('evaluateMultiLabel', () => {
  const truth = truthOf([
    [1, 0, 1],
    [0, 1, 0],
    [0, 0, 0],
  ]);
  const probabilities = matrixOf([
    [0.75, 0.25, 0.5],
    [0.625, 0.25, 0.875],
    [0.125, 0.25, 0],
  ]);
  const result = evaluateMultiLabel(truth, probabilities, ids(3));

  it('keeps each clip with its probabilities and all its labels', () => {
    expect(result.predictions[0]).toEqual({
      clipId: 'clip0',
      trueIndex: 0,
      predictedIndex: 0,
      probabilities: [0.75, 0.25, 0.5],
      trueLabels: [0, 2],
    });
    expect(result.predictions[2]).toMatchObject({ trueIndex: -1, trueLabels: [] });
  });

  it('counts main genre against likeliest label, clips without a label apart', () => {
    expect(result.confusion).toEqual([
      [1, 0, 0],
      [0, 0, 1],
      [0, 0, 0],
    ]);
  });

  it('lists the clips with wrong answers, the worst first', () => {
    expect(result.predictions.map((clip) => wrongAnswers(clip))).toEqual([0, 3, 0]);
    expect(worstClips(result).map(({ clipId }) => clipId)).toEqual(['clip1']);
    const half = [
      { clipId: 'sure', trueLabels: [0], probabilities: [0.125] },
      { clipId: 'undecided', trueLabels: [0], probabilities: [0.375] },
      { clipId: 'both', trueLabels: [1], probabilities: [0.625, 0.375] },
    ].map((clip) => ({ ...clip, trueIndex: 0, predictedIndex: 0 }));
    expect(worstClips({ predictions: half }).map(({ clipId }) => clipId)).toEqual([
      'both',
      'sure',
      'undecided',
    ]);
  });

  it('tells what was right and wrong about a clip, and which clips were wrong on a label', () => {
    const { predictions } = result;
    expect(answersOf(predictions[0]!)).toEqual({ right: [0, 2], wronglySaid: [], missed: [] });
    expect(answersOf(predictions[1]!)).toEqual({ right: [], wronglySaid: [0, 2], missed: [1] });
    expect(clipsWrongOn(result, 1).map(({ clipId }) => clipId)).toEqual(['clip1']);
    const { trueIndex, predictedIndex } = predictions[0]!;
    const missed = [0.25, 0.125, 0.75].map((p, i) => {
      return { clipId: `${i}`, trueIndex, predictedIndex, probabilities: [p], trueLabels: [0] };
    });
    expect(clipsWrongOn({ predictions: missed }, 0).map(({ clipId }) => clipId)).toEqual([
      '1',
      '0',
    ]);
  });

  it('refuses what is no number, no clips, and shapes that do not belong together', () => {
    const broken = matrixOf([[NaN, 0, 0], [0, 0, 0], [0, 0, 0]]); // prettier-ignore
    expect(() => evaluateMultiLabel(truth, broken, ids(3))).toThrow(
      expect.objectContaining({ code: 'training-diverged' }) as Error,
    );
    expect(() => evaluateMultiLabel(truth, createMatrix(0, 3), [])).toThrow('0 clips to score');
    expect(() => evaluateMultiLabel(truth, createMatrix(3, 2), ids(3))).toThrow('shape [3, 2]');
    expect(() => evaluateMultiLabel(truth, createMatrix(2, 3), ids(2))).toThrow('9 memberships');
  });
});

it('thresholds of their own decide which labels are said', () => {
  const [truth, probabilities] = [truthOf([[1, 0], [0, 1]]), matrixOf([[0.25, 0.625], [0.125, 0.75]])]; // prettier-ignore
  const plain = evaluateMultiLabel(truth, probabilities, ids(2));
  expect(plain.accuracy).toBe(0.5);
  expect(plain.multiLabel!.thresholds).toBeUndefined();
  const tuned = evaluateMultiLabel({ ...truth, thresholds: [0.2, 0.7] }, probabilities, ids(2));
  expect(tuned).toMatchObject({
    accuracy: 1,
    macroF1: 1,
    multiLabel: { microF1: 1, hammingLoss: 0, thresholds: [0.2, 0.7] },
  });
  expect(tuned.multiLabel!.meanAveragePrecision).toBe(plain.multiLabel!.meanAveragePrecision);
  expect(worstClips(tuned)).toEqual([]);
  expect(clipsWrongOn(tuned, 1)).toEqual([]);
});

it('a label is said from a probability of one half', () => {
  expect(saidLabels([0.5, 0.49999, 1, 0])).toEqual([0, 2]);
  expect(saidLabels([0.25])).toEqual([]);
});
