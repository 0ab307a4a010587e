import { expect, it } from 'vitest';
import type { EnsembleGain, EnsembleUse } from '../core/run-types';
import { gainWords } from './ensemble-words';

const GAIN: EnsembleGain = {
  memberAccuracy: 0.84,
  gain: 0.031,
  low: -0.01,
  high: 0.075,
  bestMember: 1,
  weights: [0.4, 0.6],
};
const ENSEMBLE = {
  method: 'soft-vote',
  members: [{ approach: 'quick-baseline' }, { approach: 'cnn' }],
} as unknown as EnsembleUse;

it.each([
  [
    {},
    /^\+3\.1 points over the best member \(.+, 84\.0.%\).*−1\.0 to \+7\.5, .*could be chance\.$/,
  ],
  [{ low: 0.004 }, /so it is a real gain\.$/],
  [{ gain: -0.05, low: -0.08, high: -0.01 }, /^−5\.0 .*the member alone does better\.$/],
  [{ gain: 0, low: -0.02 }, /^±0\.0 points/],
])('%o', (changes, words) => {
  expect(gainWords({ ...GAIN, ...changes }, ENSEMBLE, 12)).toMatch(words);
});

it('says what chose the best member', () => {
  expect(gainWords(GAIN, ENSEMBLE, 12)).toContain('which the validation clips chose');
  expect(gainWords(GAIN, ENSEMBLE, 0)).toContain('no validation clips to choose by');
});
