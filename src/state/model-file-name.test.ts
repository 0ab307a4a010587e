import { describe, expect, it } from 'vitest';
import type { Run } from '../core/run-types';
import { modelFileName } from './model-file-name';

const run = {
  config: { approach: 'quick-baseline' },
  createdAt: '2026-01-31T14:05:09.120Z',
  dataset: { title: 'GTZAN (features), 30 s' },
} as Run;

describe('the name of a model’s file', () => {
  it('tells approach, dataset and time', () => {
    expect(modelFileName(run)).toBe('quick-baseline-gtzan-features-30-s-2026-01-31-140509.json');
  });

  it('ends as its format does', () => {
    expect(modelFileName(run, 'zip')).toBe(
      'quick-baseline-gtzan-features-30-s-2026-01-31-140509.zip',
    );
  });

  it('keeps the name of a file that was imported', () => {
    expect(modelFileName({ ...run, imported: 'py classes.json' })).toBe(
      'py-classes-2026-01-31-140509.json',
    );
  });
});
