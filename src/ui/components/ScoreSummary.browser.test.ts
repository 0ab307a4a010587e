// What a score stands on: an interval only where clips can be taken for independent.

import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { SplitStrategy } from '../../core/dataset-types';
import type { FoldScore, Run } from '../../core/run-types';
import ScoreSummary from './ScoreSummary.svelte';

const folds = [0.4, 0.6].map((accuracy) => ({ accuracy, macroF1: accuracy }) as FoldScore);
const evaluation = { accuracy: 0.5, macroF1: 0.5, predictions: Array.from({ length: 40 }) };

async function textOf(strategy: SplitStrategy, examination: 'split' | 'folds'): Promise<string> {
  const crossValidation = examination === 'folds' ? { folds: 2, repeats: 1 } : undefined;
  const run = {
    config: { approach: 'quick-baseline', params: {}, split: { strategy }, crossValidation },
    dataset: { title: 'Mine', synthetic: false },
    classes: ['jazz', 'rock'],
    evaluation,
    ...(crossValidation && { folds }),
  } as unknown as Run;
  const { container } = await render(ScoreSummary, { run });
  return (container.textContent ?? '').replace(/\s+/g, ' ');
}

test('one split: the interval, which by artist may be too narrow', async () => {
  const random = await textOf('random', 'split');
  expect(random).toContain('the true value lies between 35 % and 65 % (95 % interval).');
  const artist = await textOf('artist', 'split');
  expect(artist).toContain('would lie between 35 % and 65 % (95 % interval) if clips were');
  expect(artist).toContain('those of one artist are not, so it may well be wider.');
});

test('folds: their spread, and by artist no interval', async () => {
  const spread = '(standard deviation 14.1 points, from 40.0 % to 60.0 %) on 40 held-out clips';
  const random = await textOf('random', 'folds');
  expect(random).toContain(spread);
  expect(random).toContain('50.0 % are right; with that many clips the true value lies between');
  const artist = await textOf('artist', 'folds');
  expect(artist).toContain(spread);
  expect(artist).toContain('50.0 % are right. It has no 95 % interval: that would take clips');
  expect(artist).not.toContain('true value');
});
