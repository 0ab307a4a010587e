import { describe, expect, it } from 'vitest';
import type { Run } from '../core/run-types';
import { makeClip } from '../../test/builders/clips';
import type { Dataset } from '../core/dataset-types';
import { moment } from './format';
import {
  accuracyInterval,
  accuracyWords,
  approachTitle,
  basisOf,
  cutOffAt,
  distinction,
  answersSeveral,
  learnsSeveral,
  mayKnowItsClips,
  modelName,
  resumeLabel,
  splitName,
} from './summaries';

function run(approach: string, params: Run['config']['params'], epochs = 0): Run {
  return {
    config: { version: 1, approach, seed: 2, params, split: { strategy: 'random' } },
    dataset: { title: 'My music', synthetic: false },
    history: Array.from({ length: epochs }, (_, i) => ({ epoch: i + 1 })),
    evaluation: { accuracy: 0.875 },
    classes: ['jazz', 'metal', 'rock'],
    createdAt: '2026-01-05T14:05:00',
    status: 'stopped',
  } as unknown as Run;
}

describe('what a run is called', () => {
  it('begins with what tells a model from others, and calls choices by their names', () => {
    const model = run('quick-baseline', { features: 'fma-518-corrected', maxDepth: 4 });
    expect(modelName(model)).toMatch(
      /^Baseline 87\.5\u00a0% · 3 genres · Jan 5, 14:05 · My music · FMA’s columns \(true frequencies\) · .*seed 2$/,
    );
  });

  it('tells a model of today by the time alone', () => {
    expect(moment('2026-01-05T14:05:00', new Date('2026-01-05T20:00:00'))).toBe('14:05');
    expect(moment('2026-01-05T14:05:00', new Date('2026-01-06T10:00:00'))).toBe('Jan 5, 14:05');
  });

  it('tells what an old run learned from, which had no choice', () => {
    expect(distinction(run('cnn', { schedule: 'plateau' }))).not.toMatch(/plateau|AdamW/);
    expect(distinction(run('cnn', { schedule: 'constant' }))).toMatch(/^constant · /);
    expect(distinction(run('quick-baseline', {}))).toMatch(/^timbre, harmony and rhythm · /);
  });

  it('tells of a model that was trained elsewhere only what is known', () => {
    const imported: Run = {
      ...run('quick-baseline', { features: 'timbre' }),
      imported: 'model.json',
      evaluation: { predictions: [{}, {}] },
    } as unknown as Run;
    expect(distinction(imported)).toBe('from model.json · timbre and harmony');
    expect(basisOf(imported)).toBe(
      'on 2 clips, any of which the imported model may have learned from',
    );
    expect(splitName(imported)).toBe('trained elsewhere');
    expect(modelName(imported)).toBe(
      'XGBoost model (imported) · from model.json · timbre and harmony · 3 genres · Jan 5, 14:05',
    );
    expect(approachTitle(imported)).toBe('XGBoost model (imported)');
    const params = { features: 'kaggle-57', rounds: 100, trees: 1000, columns: 57 };
    expect(distinction({ ...imported, config: { ...imported.config, params } })).toBe(
      'from model.json · Kaggle’s columns · 57 columns · 100 rounds · 1,000 trees',
    );
    expect(mayKnowItsClips(imported)).toBe(true);
    expect(accuracyInterval(imported)).toBe(null);
    expect(mayKnowItsClips({ ...imported, evaluation: null })).toBe(false);
    expect(mayKnowItsClips(run('quick-baseline', {}))).toBe(false);
  });

  it('says where a resume goes on', () => {
    expect(resumeLabel(run('cnn', { epochs: 8 }, 2))).toBe('Resume CNN, epoch 3 of 8');
    expect(cutOffAt(run('cnn', { epochs: 8 }, 2))).toBe('stopped in epoch 3 of 8');
    expect(resumeLabel(run('cnn', { epochs: 8 }, 8))).toBe('Resume CNN, epoch 8 of 8');
    const trees = run('quick-baseline', { rounds: 8 }, 2);
    expect(resumeLabel(trees)).toBe('Resume Baseline, round 2 of 8');
    expect(cutOffAt(trees)).toBe('stopped after 2 of 8 rounds');
    expect(resumeLabel(run('cnn', { epochs: 8 }))).toBe('Resume CNN from the start');
  });
});

describe('a run that learns several labels a clip', () => {
  const scored = (evaluation: object): Run => ({ ...run('quick-baseline', {}), evaluation }) as Run;
  const predictions = Array.from({ length: 40 }, () => ({ trueIndex: 0, predictedIndex: 0 }));

  it('counts clips whose labels are all right, also for the interval', () => {
    const model = scored({ accuracy: 0.25, predictions, multiLabel: {} });
    expect(accuracyWords(model)).toBe('with all labels right');
    expect(accuracyWords(scored({ accuracy: 0.25, predictions }))).toBe('recognised');
    const ofMainGenres = scored({ accuracy: 0.25, predictions });
    const dataset = { ...ofMainGenres.dataset, severalLabels: true };
    expect(accuracyWords({ ...ofMainGenres, dataset })).toBe('recognised by their main genre');
    const [low, high] = accuracyInterval(model)!;
    expect([low < 0.25, high > 0.25, high < 0.5]).toEqual([true, true, true]);
  });

  it('is known by its score, before that by its approach and the clips at hand', () => {
    const clips = [makeClip({ id: 'a', labels: ['x', 'y'] })];
    const at = (fingerprint: string) => ({ current: { clips } as unknown as Dataset, fingerprint });
    const begun = (approach: string): Run => {
      const { dataset, ...rest } = run(approach, {});
      return { ...rest, evaluation: null, dataset: { ...dataset, fingerprint: 'f' } };
    };
    expect(learnsSeveral(scored({ multiLabel: {} }), at('other'))).toBe(true);
    expect(learnsSeveral(scored({}), at('f'))).toBe(false);
    expect(learnsSeveral(begun('quick-baseline'), at('f'))).toBe(true);
    expect(learnsSeveral(begun('quick-baseline'), at('other'))).toBe(false);
    expect(learnsSeveral(begun('cnn'), at('f'))).toBe(true);
    expect(learnsSeveral(begun('svm'), at('f'))).toBe(false);
  });

  it('is known of an imported model without a score', () => {
    const unscored = { ...run('quick-baseline', {}), evaluation: null };
    expect(answersSeveral(unscored)).toBe(false);
    expect(answersSeveral({ ...unscored, severalLabels: true })).toBe(true);
    expect(answersSeveral({ ...scored({}), severalLabels: true })).toBe(true);
    expect(answersSeveral(scored({ multiLabel: {} }))).toBe(true);
  });
});
