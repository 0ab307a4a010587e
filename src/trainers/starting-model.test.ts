import { describe, expect, it } from 'vitest';
import { EarmarkError } from '../core/errors';
import { checkedStart, modelFingerprint, type StartingModel } from './starting-model';
import type { ModelJson } from './trainer';

const model: ModelJson = { version: 1, trainer: 'cnn', classes: ['a', 'b'], state: { w: [1] } };
const whole: StartingModel = {
  point: { model: modelFingerprint(model) },
  model,
  trainer: { id: 'cnn', fromJSON: () => ({ dispose: () => undefined }) as never },
};

function problemOf(change: Partial<StartingModel>): unknown {
  try {
    return checkedStart({ ...whole, ...change });
  } catch (error) {
    return error instanceof EarmarkError ? [error.code, error.got] : error;
  }
}

describe('the model to start from', () => {
  it('is taken where it is the one that was chosen', () => {
    expect(problemOf({ model: structuredClone(model) })).toEqual(model);
  });

  it('is refused by name where it is gone, another one, another trainer’s or damaged', () => {
    const code = 'start-model-unusable';
    expect(problemOf({ model: null })).toEqual([code, expect.stringContaining('no model')]);
    const other = { ...model, state: { w: [2] } };
    expect(problemOf({ model: other })).toEqual([code, expect.stringContaining('another model')]);
    const trees = { ...model, trainer: 'boosted-trees' };
    expect(problemOf({ model: trees })).toEqual([code, 'a model of “boosted-trees”']);
    const fromJSON = () => {
      throw new EarmarkError('model-incompatible', 'weights: missing');
    };
    expect(problemOf({ trainer: { id: 'cnn', fromJSON } })).toEqual([
      code,
      'a damaged model (weights: missing)',
    ]);
  });
});
