import { expect, it } from 'vitest';
import type { Run, RunConfig } from '../../core/run-types';
import { cnnWork } from '../../trainers/cnn-work';
import { findApproach } from '../../trainers/registry';
import { expectedSweepSeconds, type ExpectedSweep } from './expected';

const config: RunConfig = {
  ...{ version: 1, approach: 'cnn', seed: 1, params: { epochs: 30, width: 16, cropSeconds: 5 } },
  split: { strategy: 'random', testFraction: 0.2, validationFraction: 0.15 },
};

function runOf(params: RunConfig['params'], trainSeconds: number, fingerprint = 'f'): Run {
  const timings = { trainSeconds, predictMillisecondsPerClip: 1 };
  const dataset = { fingerprint };
  return { config: { ...config, params }, timings, dataset } as unknown as Run;
}

const measured = runOf({ epochs: 10, width: 8, cropSeconds: 2.5 }, 20);

function expected(change: Partial<ExpectedSweep> = {}): number | null {
  return expectedSweepSeconds({
    rungs: [{ tries: 1, budget: null }],
    ...{ config, candidates: [{}], approach: findApproach('cnn')! },
    ...{ runSeconds: null, runs: [measured], fingerprint: 'f' },
    ...change,
  });
}

it('scales what was measured by the epochs and by what the shape costs', () => {
  const factor = cnnWork({ width: 16, cropSeconds: 5 }) / cnnWork({ width: 8, cropSeconds: 2.5 });
  expect(factor).toBeGreaterThan(6);
  expect(expected()).toBeCloseTo(20 * 3 * factor, 9);
});

it('adds up what each of its widths costs', () => {
  const widths = [8, 16, 32];
  const candidates = widths.map((width) => ({ width }));
  const alone = widths.map((width) => expected({ candidates: [{ width }] })!);
  const sum = alone.reduce((total, each) => total + each, 0);
  expect(alone[2]! / alone[0]!).toBeGreaterThan(12);
  expect(expected({ candidates, rungs: [{ tries: 3, budget: null }] })).toBeCloseTo(sum, 9);
  const halving = [
    { tries: 3, budget: 10 },
    { tries: 1, budget: 30 },
  ];
  expect(expected({ candidates, rungs: halving })).toBeCloseTo(((sum / 3) * 60) / 30, 9);
});

it('counts the extra versions of the clips', () => {
  const params = { ...config.params, variants: 2 };
  expect(expected({ config: { ...config, params } })).toBeCloseTo(3 * expected()!, 9);
});

it('goes by what the approach says, and knows nothing from other clips', () => {
  expect(expected({ runSeconds: 12, runs: [] })).toBeCloseTo(12, 9);
  expect(expected({ runs: [runOf({}, 5, 'other')] })).toBeNull();
});
