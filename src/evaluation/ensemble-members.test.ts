import { describe, expect, it } from 'vitest';
import type { Run } from '../core/run-types';
import { bestOfEach, dealTrainingFolds, memberProblem } from './ensemble-members';

const SPLIT = { train: ['a', 'b', 'c', 'd'], validation: ['e'], test: ['f'] };
const GROUND = { dataset: 'prints', classes: ['rock', 'waltz'], split: SPLIT };

function run(
  changes: Partial<Omit<Run, 'config'>> & { config?: Partial<Run['config']> } = {},
): Run {
  const { config, ...own } = changes;
  return {
    ...{ version: 1, id: 'one', createdAt: '', classes: GROUND.classes, split: SPLIT },
    config: {
      ...{ version: 1, approach: 'cnn', seed: 1, params: {} },
      split: { strategy: 'random', testFraction: 0.2, validationFraction: 0.15 },
      ...config,
    },
    dataset: { id: 'd', title: 'Mine', synthetic: false, fingerprint: 'prints', clips: 6 },
    ...{ status: 'done', bestEpoch: 1, timings: null, environment: null, peakGpuBytes: null },
    evaluation: { accuracy: 1, macroF1: 1, genres: [], confusion: [], predictions: [] },
    ...{ error: null, history: [epoch(0.5)] },
    ...own,
  };
}

function epoch(validationAccuracy: number): Run['history'][number] {
  const of = { epoch: 1, trainLoss: 0, trainAccuracy: 1, validationLoss: 1, seconds: 1 };
  return { ...of, validationAccuracy };
}

describe('who can be a member', () => {
  it('is a finished run on the same clips, genres and split', () => {
    expect(memberProblem(run(), GROUND)).toBe('');
  });

  it.each<[Parameters<typeof run>[0], RegExp]>([
    [{ split: { ...SPLIT, test: ['a'], train: ['f', 'b', 'c', 'd'] } }, /another split .*seed 1/],
    [{ classes: ['jazz', 'rock'] }, /genres/],
    [{ dataset: { ...run().dataset, fingerprint: 'others' } }, /other clips/],
    [{ status: 'stopped', evaluation: null }, /not finished/],
    [{ imported: 'model.json' }, /imported/],
    [{ config: { approach: 'ensemble' } }, /ensemble itself/],
    [{ config: { crossValidation: { folds: 5, repeats: 1 } } }, /cross-validated/],
  ])('tells why not: %o', (changes, why) => {
    expect(memberProblem(run(changes), GROUND)).toMatch(why);
  });

  it('is by itself the best run of each approach on the validation clips', () => {
    const better = run({ id: 'two', history: [epoch(0.7)] });
    const tree = run({ id: 'three', config: { approach: 'quick-baseline' } });
    expect(bestOfEach([run(), better, tree]).map(({ id }) => id)).toEqual(['two', 'three']);
  });
});

it('folds of stacking hold out every training clip once, artists together', () => {
  const ids = Array.from({ length: 24 }, (_, i) => `clip ${i}`);
  const clips = ids.map((id, i) => ({
    ...{ id, name: id, audio: null, bytes: 1 },
    genre: i % 2 === 0 ? 'rock' : 'waltz',
    artist: `${i % 2} ${Math.floor(i / 4)}`,
  }));
  const { config } = run({ config: { split: { ...run().config.split, strategy: 'artist' } } });
  const dealt = dealTrainingFolds(
    { config, clips, split: { train: ids.toReversed() }, severalLabels: false },
    3,
  );
  expect(dealt.flatMap((places) => [...places]).sort((a, b) => a - b)).toEqual(
    ids.map((_, i) => i),
  );
  const artistsOf = (places: Int32Array) =>
    new Set(
      [...places].map((place) => clips.find(({ id }) => id === ids.toReversed()[place])!.artist),
    );
  const [first, second, third] = dealt.map(artistsOf);
  for (const artist of first!) expect(second!.has(artist) || third!.has(artist)).toBe(false);
});
