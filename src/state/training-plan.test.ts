// What stands in the way of training where clips have several labels each, and what does not.

import { describe, expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import { defaultsOf } from '$lib/trainers/params';
import { findApproach } from '$lib/trainers/registry';
import { createRun } from './new-run';
import { planTraining, type TrainingChoices } from './training-plan';

/** 30 clips, all of them loud, half of them fast, and one main genre that only one clip has. */
const clips = Array.from({ length: 30 }, (_, i) => {
  const genre = i === 0 ? 'polka' : i % 2 ? 'punk' : 'metal';
  return makeClip({ id: `clip${i}`, genre, labels: [genre, 'loud', ...(i % 2 ? ['fast'] : [])] });
});

function plan(approachId: string, change: Partial<TrainingChoices> = {}) {
  const approach = findApproach(approachId)!;
  const params = defaultsOf(approach.params);
  const choices = { clips, approach, seed: 1, params, strategy: 'random', folds: null } as const;
  return planTraining({ ...choices, ...change });
}

describe('planTraining with several labels a clip', () => {
  it('learns the labels that are common enough, and a rare main genre is no obstacle', () => {
    const ready = plan('quick-baseline');
    expect(ready).toMatchObject({
      phase: 'ready',
      labels: { labels: ['fast', 'loud', 'metal', 'punk'], rare: [{ label: 'polka' }] },
    });
  });

  it('gives the run exactly these classes', () => {
    const ready = plan('quick-baseline');
    if (ready.phase !== 'ready') throw new Error('blocked');
    const { config, split, labels } = ready;
    const dataset = {
      ...({ version: 1, id: 'd', title: 'Tags', synthetic: false } as const),
      ...{ clips, quarantined: [], notes: [] },
    };
    const run = createRun({ config, split, dataset, createdAt: new Date(0) });
    expect(run.classes).toEqual(labels?.labels);
  });

  it('learns the main genre with an approach that knows no more, and needs two clips of it', () => {
    expect(plan('svm')).toMatchObject({ phase: 'blocked', problem: { got: 'polka has 1 clip' } });
    expect(plan('svm', { clips: clips.slice(1) })).toMatchObject({ phase: 'ready', labels: null });
  });

  it('needs two labels that can be learned', () => {
    const alone = clips.map((clip) => ({ ...clip, labels: ['loud', clip.id] }));
    expect(plan('quick-baseline', { clips: alone })).toMatchObject({
      phase: 'blocked',
      problem: { code: 'labels-too-rare', got: '1 of 31' },
    });
  });
});
