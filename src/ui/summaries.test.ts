import { describe, expect, it } from 'vitest';
import type { Run } from '../core/run-types';
import { distinction, modelName, resumeLabel } from './summaries';

function run(approach: string, params: Run['config']['params'], epochs = 0): Run {
  return {
    config: { version: 1, approach, seed: 2, params, split: { strategy: 'random' } },
    dataset: { title: 'My music', synthetic: false },
    history: Array.from({ length: epochs }, (_, i) => ({ epoch: i + 1 })),
    evaluation: { accuracy: 0.875 },
  } as unknown as Run;
}

describe('what a run is called', () => {
  it('begins with what tells a model from others, and calls choices by their names', () => {
    const model = run('quick-baseline', { features: 'fma-518-corrected', maxDepth: 4 });
    expect(modelName(model)).toMatch(/^Baseline 87\.5\u00a0% · My music · FMA columns · .*seed 2$/);
  });

  it('tells what an old run learned from, which had no choice', () => {
    expect(distinction(run('quick-baseline', {}))).toMatch(/^timbre and rhythm · /);
  });

  it('says where a resume goes on', () => {
    expect(resumeLabel(run('cnn', { epochs: 8 }, 2))).toBe('Resume CNN, epoch 2 of 8');
    expect(resumeLabel(run('cnn', { epochs: 8 }))).toBe('Resume CNN from the start');
  });
});
