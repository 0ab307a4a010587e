import { describe, expect, it } from 'vitest';
import { createMatrix } from '../core/matrix';
import { cellClips, confidence, confusedPairs } from './confusion';
import { evaluate } from './metrics';

const evaluation = evaluate(
  [0, 0, 0, 0, 1, 1, 2],
  createMatrix(
    7,
    3,
    Float32Array.from([
      ...[0.8, 0.1, 0.1],
      ...[0.3, 0.5, 0.2],
      ...[0.1, 0.9, 0.0],
      ...[0.3, 0.5, 0.2],
      ...[0.6, 0.4, 0.0],
      ...[0.0, 1.0, 0.0],
      ...[0.9, 0.0, 0.1],
    ]),
  ),
  ['blues', 'jazz', 'rock'],
  ['g', 'f', 'e', 'd', 'c', 'b', 'a'],
);

describe('cellClips', () => {
  it('gives the clips of one cell, most confident first, then by id', () => {
    expect(cellClips(evaluation, 0, 1).map((clip) => clip.clipId)).toEqual(['e', 'd', 'f']);
    expect(confidence(cellClips(evaluation, 0, 1)[0]!)).toBeCloseTo(0.9, 6);
    expect(cellClips(evaluation, 1, 2)).toEqual([]);
  });
  it('holds every clip in exactly one cell', () => {
    const all = [0, 1, 2].flatMap((t) => [0, 1, 2].flatMap((p) => cellClips(evaluation, t, p)));
    expect(all).toHaveLength(7);
  });
});

describe('confusedPairs', () => {
  it('lists mistakes only, most frequent first, then the larger share', () => {
    expect(confusedPairs(evaluation).map((pair) => [pair.trueGenre, pair.predictedGenre])).toEqual([
      ['blues', 'jazz'],
      ['rock', 'blues'],
      ['jazz', 'blues'],
    ]);
    expect(confusedPairs(evaluation, 1)).toEqual([
      {
        trueIndex: 0,
        predictedIndex: 1,
        trueGenre: 'blues',
        predictedGenre: 'jazz',
        count: 3,
        share: 0.75,
      },
    ]);
  });
});
