import { describe, expect, it } from 'vitest';
import { createMatrix } from '../../core/matrix';
import { createRandom } from '../../core/random';
import { defaultsOf } from '../params';
import { cnnParams, type CnnParams } from '../cnn-params';
import { classWeightsOf } from '../class-answers';
import { createAnswers } from './answers';
import { epochOrder, groupsOf, makeBatch, type BatchSource } from './batches';

const shape = { numFrames: 4, numMels: 3 };
const y = { indices: Int32Array.of(0, 0, 0, 1, 1), classes: ['a', 'b', 'never'] };

function sourceWith(over: Partial<CnnParams>): BatchSource {
  return {
    x: {
      kind: 'spectrograms',
      length: 5,
      numMels: 3,
      frameSeconds: 0.1,
      get: async (index) => createMatrix(9, 3, new Float32Array(27).fill(index)),
    },
    y,
    params: {
      ...(defaultsOf(cnnParams) as unknown as CnnParams),
      ...{ augmentation: 0, mixup: 0, labelSmoothing: 0, cropsPerEpoch: 2, ...over },
    },
    shape,
    normalisation: { mean: new Float32Array(3), deviation: new Float32Array(3).fill(1) },
    batchSize: 4,
  };
}

const random = createRandom(9);
const weights = classWeightsOf(y, 'balanced');
const answers = createAnswers(y, { classWeights: 'balanced', labelSmoothing: 0 });

describe('training batches', () => {
  it('take every clip as often as asked, in whole batches', () => {
    const order = epochOrder(sourceWith({}), random);
    expect(order.length).toBe(12);
    const counts = [0, 1, 2, 3, 4].map((clip) => order.filter((value) => value === clip).length);
    expect(Math.min(...counts)).toBe(2);
    expect(Math.max(...counts)).toBe(3);
  });

  it('weigh genres alike, and targets sum to 1', async () => {
    expect(weights[0]! * 3).toBeCloseTo(weights[1]! * 2, 10);
    expect(weights[2]).toBe(0);
    const order = Int32Array.of(0, 3, 4, 1);
    const { images, targets } = await makeBatch(sourceWith({}), {
      order,
      step: 0,
      answers,
      random,
    });
    expect([...images.subarray(0, 24)]).toEqual([
      ...Array<number>(12).fill(0),
      ...Array<number>(12).fill(3),
    ]);
    expect(targets.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
    expect(targets[0]! / targets[4]!).toBeCloseTo(2 / 3, 5);
  });

  it('depend on the step alone, not on the batches before', async () => {
    const source = sourceWith({ augmentation: 1, mixup: 0.5, dropout: 0.5 });
    const order = epochOrder(source, random);
    const direct = await makeBatch(source, { order, step: 2, answers, random });
    await makeBatch(source, { order, step: 0, answers, random });
    expect(await makeBatch(source, { order, step: 2, answers, random })).toEqual(direct);
    expect(await makeBatch(source, { order, step: 1, answers, random })).not.toEqual(direct);
  });

  it('mix two clips and their targets in the same shares', async () => {
    const order = Int32Array.of(0, 4, 0, 4);
    const source = sourceWith({ mixup: 1 });
    const { images, targets } = await makeBatch(source, {
      order,
      step: 0,
      answers,
      random,
    });
    for (let i = 0; i < 4; i++) {
      const shareOfSecond = images[i * 12]! / 4;
      const [first, second] = [targets[i * 3]! / weights[0]!, targets[i * 3 + 1]! / weights[1]!];
      expect(second / (first + second)).toBeCloseTo(shareOfSecond, 4);
      // The example itself counts for at least half.
      expect(i % 2 === 0 ? shareOfSecond <= 0.5 : shareOfSecond >= 0.5).toBe(true);
    }
  });

  it.each([0, 0.3, 1])(
    'mix up a share of %f of the examples, each by 0 to 50 %%',
    async (mixup) => {
      const batchSize = 2000;
      const order = Int32Array.from({ length: batchSize }, (_, i) => (i % 2 === 0 ? 0 : 4));
      const place = { order, step: 0, answers, random };
      const { images } = await makeBatch({ ...sourceWith({ mixup }), batchSize }, place);
      // Clip 0 is all 0 and clip 4 all 4: an image says how much of its neighbour it holds.
      const others = Array.from(order, (clip, i) => Math.abs(images[i * 12]! - clip) / 4);
      const mixed = others.filter((share) => share > 0);
      expect(Math.abs(mixed.length / batchSize - mixup)).toBeLessThan(0.04);
      if (mixup === 0) return;
      expect(Math.max(...mixed)).toBeLessThanOrEqual(0.5);
      const mean = mixed.reduce((sum, share) => sum + share, 0) / mixed.length;
      expect(Math.abs(mean - 0.25)).toBeLessThan(0.02);
    },
  );

  it('fall into groups of at most 8, filled up with examples that have no target', async () => {
    expect(groupsOf(32)).toEqual({ groups: 4, groupSize: 8 });
    expect(groupsOf(6)).toEqual({ groups: 1, groupSize: 6 });
    expect(groupsOf(13)).toEqual({ groups: 2, groupSize: 7 });
    for (let size = 2; size <= 256; size++) {
      const { groups, groupSize } = groupsOf(size);
      expect(groupsOf(groups * groupSize)).toEqual({ groups, groupSize });
    }
    const batchSize = 13;
    const order = Int32Array.from({ length: batchSize }, (_, i) => i % 5);
    const place = { order, step: 0, answers, random };
    const source = { ...sourceWith({ mixup: 0.5 }), batchSize };
    const { rows, images, targets } = await makeBatch(source, place);
    expect(rows).toBe(14);
    expect([...images.subarray(13 * 12)]).toEqual([...images.subarray(0, 12)]);
    expect([...targets.subarray(13 * 3)]).toEqual([0, 0, 0]);
    expect(targets.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 6);
  });

  it('spread a share of each answer over all genres', async () => {
    const place = {
      order: Int32Array.of(0, 3, 4, 1),
      step: 0,
      answers: createAnswers(y, { classWeights: 'none', labelSmoothing: 0.3 }),
      random,
    };
    const { targets } = await makeBatch(sourceWith({}), place);
    [0.8, 0.1, 0.1, 0.1, 0.8, 0.1].forEach((share, i) =>
      expect(targets[i]! * 4).toBeCloseTo(share, 5),
    );
  });
});
