import { describe, expect, it } from 'vitest';
import { finishedCnnRun } from '../../test/builders/cnn-facts';
import { excerptWords, stretchWords } from './stretch-words';

function stretches(...lengths: number[]) {
  const ends = lengths.map((_, i) => lengths.slice(0, i + 1).reduce((sum, length) => sum + length));
  return {
    windows: ends.map((endSeconds, i) => ({
      ...{ startSeconds: endSeconds - lengths[i]!, endSeconds },
      probabilities: [1, 0],
    })),
  };
}

describe('how an answer comes about', () => {
  it('is told with the lengths of its stretches', () => {
    expect(stretchWords(stretches(5, 5, 7.123))).toBe(
      'the mean of 3 stretches (5 s each, the last 7.1 s), each counted by its length',
    );
    expect(stretchWords(stretches(5, 5))).toBe(
      'the mean of 2 stretches (5 s each), each counted by its length',
    );
    expect(stretchWords(stretches(3))).toBe('heard in one stretch');
  });

  it('is told down to the excerpts of a network, and of no other model', () => {
    const run = finishedCnnRun();
    expect(excerptWords(run)).toBe(
      'The network looks at excerpts of 5 s. In each stretch it takes as many as cover it (6 at most, spread evenly) and averages their probabilities.',
    );
    expect(excerptWords({ config: { ...run.config, approach: 'quick-baseline' } })).toBe('');
  });
});
