import { describe, expect, it } from 'vitest';
import { finishedCnnRun } from '../../../test/builders/cnn-facts';
import type { Run } from '../../core/run-types';
import { trainingCard } from './training-card';
import { trainingWords } from './training-words';

/** Of the README's table, by the name in its first column. */
function told(changes: Partial<Run> = {}): Map<string, string> {
  const text = trainingWords(trainingCard(finishedCnnRun(changes)));
  const rows = [...text.matchAll(/^\| (.+?) \| (.*) \|$/gm)];
  return new Map(rows.map(([, name = '', value = '']) => [name, value]));
}

describe('what a README says of the training', () => {
  it('is the data, the split, the score with its interval and its clips, and every setting', () => {
    const rows = told();
    expect(rows.get('Data set')).toBe('My \\| music, 40 clips');
    expect(rows.get('Split')).toBe(
      'random split: 24 clips to learn from, 8 to pick the epoch by, 8 held out',
    );
    expect(rows.get('Accuracy')).toBe(
      '87.5 % of the 8 held-out clips recognised, random split; 95 % interval 52.9 % to 97.8 % (Wilson, clips taken as independent)',
    );
    expect(rows.get('Macro F1')).toBe('0.867');
    expect(rows.get('Epoch kept')).toBe('12 of 17 trained');
    expect(rows.get('Began with')).toBe('chance');
    expect(rows.get('Width')).toBe('8');
    expect(rows.get('Excerpt length (s)')).toBe('5');
    expect(rows.get('Extra versions of each training clip')).toBe('0');
    expect([...rows.values()].join()).not.toMatch(/synthetic/i);
  });

  it('is the word synthetic wherever the clips were made by a program', () => {
    const dataset = { ...finishedCnnRun().dataset, title: 'Demo', synthetic: true };
    const rows = told({ dataset });
    expect(rows.get('Data set')).toBe('Demo (synthetic), 40 clips');
    expect(rows.get('Accuracy')).toContain('8 held-out clips of synthetic music');
    expect(trainingWords(trainingCard(finishedCnnRun({ dataset })))).toMatch(
      /^\*\*Trained on synthetic music\*\*/,
    );
  });

  it('is the model that it began with, and what that one had heard', () => {
    const run = finishedCnnRun();
    const startFrom = {
      ...{ runId: 'earlier', approach: 'cnn', classes: ['a'], accuracy: null, model: 'm' },
      dataset: { title: 'Demo', synthetic: true },
    };
    const rows = told({
      config: { ...run.config, startFrom },
      heardBefore: run.split.test.slice(0, 2),
    });
    expect(rows.get('Began with')).toBe('CNN on Demo (synthetic)');
    expect(rows.get('Accuracy')).toMatch(/; 2 of them were heard by the model that it began with/);
    expect(rows.get('Accuracy')).not.toContain('interval');
  });

  it('is how clips of one artist bear on the interval', () => {
    const { config } = finishedCnnRun();
    const split = { ...config.split, strategy: 'artist' } as const;
    expect(told({ config: { ...config, split } }).get('Accuracy')).toMatch(
      /artist split; 95 % interval .*which those of one artist are not/,
    );
  });

  it('is that there is no score, or that training ended early', () => {
    expect(told({ evaluation: null }).get('Accuracy')).toBe('not measured');
    const { evaluation } = finishedCnnRun();
    const sealed = told({ evaluation: null, sealed: evaluation! });
    expect(sealed.get('Accuracy')).toMatch(/^not told: this was a try in a search/);
    expect([...sealed.values()].join()).not.toContain('87.5');
    expect(told({ status: 'failed' }).get('Epoch kept')).toMatch(/ended with an error$/);
  });
});
