import { describe, expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import { clipIdOf, isVariantId, variantId } from '../core/variant';
import { APPROACHES } from '../trainers/registry';
import { variantsParam } from '../trainers/variants-param';
import { runVariantIds, runVariants, trainingExamples, type VariantPlan } from './examples';

const clips = ['a', 'b', 'c', 'd'].map((id) => makeClip({ id, genre: id < 'c' ? 'rock' : 'jazz' }));
const split = { train: ['a', 'c'], validation: ['b'], test: ['d'] };

const planOf = (variants: number, seed = 1): VariantPlan => ({
  config: { seed, params: { variants } },
  split,
});

describe('variants of a run', () => {
  it('are of training clips alone', () => {
    const variants = runVariants(planOf(4));
    for (const id of split.train) expect(variants(id)).toHaveLength(4);
    for (const id of [...split.validation, ...split.test]) expect(variants(id)).toEqual([]);
    expect(runVariantIds(planOf(4)).map(clipIdOf)).toEqual([...'aaaacccc']);
  });

  it('hang on seed, clip and counter, not on the other clips or how many there are', () => {
    const [first, second] = runVariants(planOf(2))('a');
    expect(runVariants(planOf(4))('a').slice(0, 2)).toEqual([first, second]);
    const alone = { ...planOf(1), split: { train: ['a'] } };
    expect(runVariants(alone)('a')).toEqual([first]);
    const others = [second, runVariants(planOf(1))('c')[0], runVariants(planOf(1, 2))('a')[0]];
    for (const other of others) expect(other).not.toEqual(first);
  });

  it('become examples after the clips, under the genre of their clip', () => {
    const train = clips.filter((clip) => split.train.includes(clip.id));
    const examples = trainingExamples(train, planOf(2));
    expect(examples.map(({ id, genre }) => [clipIdOf(id), isVariantId(id), genre])).toEqual([
      ['a', false, 'rock'],
      ['c', false, 'jazz'],
      ['a', true, 'rock'],
      ['a', true, 'rock'],
      ['c', true, 'jazz'],
      ['c', true, 'jazz'],
    ]);
    expect(new Set(examples.map((example) => example.id)).size).toBe(6);
  });

  it('are none by default, nor in a run from before there were any', () => {
    expect(variantsParam.default).toBe(0);
    const old = { config: { seed: 1, params: {} }, split };
    expect(runVariantIds(old)).toEqual([]);
    expect(trainingExamples(clips, old)).toEqual(clips);
  });

  it('cost nothing where there are none, however many clips there are', () => {
    const split = {
      get train(): never {
        throw new Error('the clips were looked at');
      },
    };
    for (const params of [{}, { variants: 0 }]) {
      const plan = { config: { seed: 1, params }, split };
      expect(runVariantIds(plan)).toEqual([]);
      expect(runVariants(plan)('a')).toEqual([]);
    }
  });

  it('are kept under an id that says how they were made', () => {
    const variant = {
      stretchRate: 0.953,
      pitchSemitones: -1.2,
      noiseAmplitude: 0.005,
      noiseSeed: 7,
    };
    expect(variantId('ab12', variant)).toBe('ab12~a1,r0.953,p-1.2,n0.005,s7');
    expect(clipIdOf('ab12')).toBe('ab12');
  });

  it('can be asked for by a setting of every approach that learns from clips itself', () => {
    for (const id of ['cnn', 'quick-baseline']) {
      const approach = APPROACHES.find((one) => one.id === id);
      expect(approach?.params).toContain(variantsParam);
    }
  });
});
