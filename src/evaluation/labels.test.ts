import { describe, expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import { createMatrix } from '../core/matrix';
import { APPROACHES, loadTrainer } from '../trainers/registry';
import { classesToLearn, createLabeller, evaluateLabels, labelsToLearn } from './labels';

const able = { fitsMultiLabel: true };
const unable = {};
const classes = ['folk', 'punk', 'rock'];
const clips = [
  makeClip({ id: 'a', genre: 'rock', labels: ['punk', 'rock'] }),
  makeClip({ id: 'b', genre: 'ska', labels: ['ska', 'punk'] }),
  makeClip({ id: 'c', genre: 'ska', labels: ['ska'] }),
  makeClip({ id: 'd', genre: 'folk', labels: ['folk'] }),
];

describe('createLabeller', () => {
  it('gives memberships and the main label where the trainer learns several', () => {
    expect(createLabeller({ classes, clips }, able)(clips)).toEqual({
      classes,
      indices: Int32Array.of(2, 1, -1, 0),
      // prettier-ignore
      memberships: Uint8Array.of(
        0, 1, 1,
        0, 1, 0,
        0, 0, 0,
        1, 0, 0,
      ),
    });
  });

  it('gives the main genre where it does not, or where clips have one genre each', () => {
    const job = { classes: ['folk', 'rock', 'ska'], clips };
    const main = { classes: job.classes, indices: Int32Array.of(1, 2, 2, 0) };
    expect(createLabeller(job, unable)(clips)).toEqual(main);
    const plain = clips.map(({ id, genre }) => makeClip({ id, genre }));
    expect(createLabeller({ ...job, clips: plain }, able)(plain)).toEqual(main);
  });

  it('refuses a genre that is not among the classes', () => {
    expect(() => createLabeller({ classes, clips }, unable)(clips)).toThrow(
      expect.objectContaining({ code: 'model-incompatible' }) as Error,
    );
  });
});

describe('what a run learns', () => {
  const able = APPROACHES.find((approach) => approach.multiLabel);
  const unable = APPROACHES.find((approach) => !approach.multiLabel)!;
  const many = ['1', '2', '3', '4', '5'].flatMap((n) =>
    clips.map((clip) => ({ ...clip, id: `${clip.id}${n}` })),
  );
  const train = many.flatMap(({ id }) => (id === 'd5' || id === 'd4' ? [] : id));
  const planOf = (approach: string, crossValidation?: { folds: number; repeats: number }) => {
    return { config: { approach, crossValidation }, clips: many, split: { train } };
  };

  it('is one genre a clip for an approach that knows no more', () => {
    expect(labelsToLearn(planOf(unable.id))).toBeNull();
    expect(classesToLearn(planOf(unable.id))).toEqual(['folk', 'rock', 'ska']);
  });

  it.runIf(able)('is the labels that enough training clips have', () => {
    expect(classesToLearn(planOf(able!.id))).toEqual(['punk', 'rock', 'ska']);
    expect(labelsToLearn(planOf(able!.id))?.rare).toEqual([{ label: 'folk', clips: 3 }]);
    const folded = planOf(able!.id, { folds: 5, repeats: 1 });
    expect(classesToLearn(folded)).toEqual(['folk', 'punk', 'rock', 'ska']);
  });

  it.each(APPROACHES)('is what the trainer of $id can learn', async ({ trainer, multiLabel }) => {
    const { fitsMultiLabel = false } = await loadTrainer(trainer);
    expect(multiLabel ?? false).toBe(fitsMultiLabel);
  });
});

it('is scored by what was learned', () => {
  const probabilities = createMatrix(1, 2, Float32Array.of(0.75, 0.625));
  const one = { classes: ['a', 'b'], indices: Int32Array.of(0) };
  expect(evaluateLabels(one, probabilities, ['x'])).not.toHaveProperty('multiLabel');
  const several = { ...one, memberships: Uint8Array.of(1, 0) };
  expect(evaluateLabels(several, probabilities, ['x']).multiLabel?.hammingLoss).toBe(0.5);
});
