import { describe, expect, it } from 'vitest';
import { cnnParams } from '../trainers/cnn-params';
import { defaultsOf } from '../trainers/params';
import { adviceOn, type AdvisedForm } from './form-advice';

const usual: AdvisedForm = {
  params: defaultsOf(cnnParams),
  trainClips: 600,
  scoredClips: 200,
  clipSeconds: [30, 30, 30],
};

/** What is said once these settings are chosen. */
function said(params: AdvisedForm['params'], change: Partial<AdvisedForm> = {}): readonly string[] {
  return adviceOn({ ...usual, ...change, params: { ...usual.params, ...params } });
}

describe('adviceOn', () => {
  it('has nothing to say of the defaults, nor of a table with trees', () => {
    expect(adviceOn(usual)).toEqual([]);
    expect(adviceOn({ ...usual, params: { rounds: 150 }, clipSeconds: [] })).toEqual([]);
  });

  it('says how little a score on few clips tells', () => {
    const [text] = said({}, { scoredClips: 24 });
    expect(text).toMatch(/on 24 clips only.* ± 19 points/);
    expect(said({}, { scoredClips: 29 })).toHaveLength(1);
    expect(said({}, { scoredClips: 30 })).toEqual([]);
  });

  it('warns of high learning rates, the sooner the smaller the batch', () => {
    expect(said({ learningRate: 0.1, batchSize: 256 })[0]).toContain('very high');
    expect(said({ learningRate: 0.015, batchSize: 32 })).toEqual([]);
    expect(said({ learningRate: 0.015, batchSize: 8 })).toEqual([
      expect.stringContaining('0.015 is high for batches of 8'),
    ]);
    expect(said({ learningRate: 0.01, batchSize: 8 })).toEqual([]);
  });

  it('warns of excerpts that most clips cannot fill', () => {
    expect(said({ cropSeconds: 30 }, { clipSeconds: [29.95, 30, 30.1] })).toEqual([]);
    expect(said({ cropSeconds: 10 }, { clipSeconds: [5, 5] })[0]).toContain('any of the clips');
    expect(said({ cropSeconds: 10 }, { clipSeconds: [5, 5, 30] })[0]).toContain('2 of the 3 clips');
    expect(said({ cropSeconds: 10 }, { clipSeconds: [5, 30, 30] })).toEqual([]);
  });

  it('warns of a batch that is a whole epoch and more', () => {
    const few = { trainClips: 20 };
    expect(said({ batchSize: 40 }, few)).toEqual([]);
    expect(said({ batchSize: 41 }, few)[0]).toContain('more than the 40 excerpts');
    expect(said({ batchSize: 41, variants: 1 }, few)).toEqual([]);
  });
});
