// Features of a clip as rows: what they say in words, and that a long set is never drawn at once.

import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { makeClip } from '../../../test/builders/clips';
import { createMatrix } from '../../core/matrix';
import { FeatureProfile } from '../../datasets/feature-profile';
import FeatureList from './FeatureList.svelte';

const NUM_COLUMNS = 518;
const columns = Array.from({ length: NUM_COLUMNS }, (_, index) => ({
  name: `mfcc_mean_${index + 1}`,
  unit: 'dB',
  help: 'Ripple in the outline of the spectrum.',
}));

/** Clips 0, 1, 2 … of rock, each feature of a clip as large as its place; and one clip of polka. */
async function show(clipId: string, numRock = 12) {
  const genres = [...Array.from({ length: numRock }, () => 'rock'), 'polka'];
  const clipIds = genres.map((_, index) => `${index}`);
  const values = clipIds.flatMap((_, index) => columns.map((__, c) => (c === 7 ? NaN : index)));
  const profile = new FeatureProfile({
    values: createMatrix(genres.length, NUM_COLUMNS, Float32Array.from(values)),
    clipIds,
    genres,
  });
  const clip = makeClip({ id: clipId, genre: genres[Number(clipId)]! });
  const standings = profile.ranked(clipId);
  const label = 'Features';
  return render(FeatureList, { label, clip, columns, standings, profile, colour: '#0072b2' });
}

test('says title, value with unit, and where the clip stands', async () => {
  const screen = await show('9');
  const row = screen.getByTestId('feature-row').first();
  await expect.element(row).toHaveTextContent('MFCC 1, mean');
  await expect.element(row).toHaveTextContent('9 dB');
  await expect.element(row).toHaveTextContent('higher than 82 % of the other rock clips');
  await expect.element(row).toHaveTextContent('higher than 75 % of all other clips');
});

test('draws a page of a long set, then more when asked', async () => {
  const screen = await show('3');
  expect(screen.getByTestId('feature-row').elements()).toHaveLength(12);
  await screen.getByRole('button', { name: 'Show more (506 left)' }).click();
  expect(screen.getByTestId('feature-row').elements()).toHaveLength(36);
});

test('has words for a genre of one clip', async () => {
  const screen = await show('12');
  const row = screen.getByTestId('feature-row').first();
  await expect.element(row).toHaveTextContent('the only polka clip measured');
  await expect.element(row).toHaveTextContent('higher than all other clips');
});
