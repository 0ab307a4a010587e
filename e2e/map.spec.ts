// Clips as a map: drawn from what is measured, heard by a click, coloured by a run's mistakes.

import { expect, test } from '@playwright/test';
import { importTwoGenres, untilState } from './tiny-cnn';

test('clips that are alike lie together; a point is heard; mistakes have their colour', async ({
  page,
}) => {
  test.setTimeout(180_000);
  await importTwoGenres(page);
  await page.getByTestId('nav-train').click();
  await page.getByTestId('approach').selectOption('quick-baseline');
  await page.getByTestId('train-start').click();
  await untilState(page, 'done');

  await page.getByTestId('nav-explore').click();
  const map = page.getByTestId('clip-map');
  await expect(map.getByTestId('map-source')).toBeVisible();
  await map.getByTestId('map-draw').click();
  await expect(map).toHaveAttribute('data-state', 'done', { timeout: 60_000 });
  const points = map.locator('.scatterlayer .point');
  await expect(points).toHaveCount(16);
  const trust = Number(await map.getByTestId('map-trust').getAttribute('data-trust'));
  expect(trust).toBeGreaterThan(0.5);
  expect(trust).toBeLessThanOrEqual(1);

  // Two genres of tones, low and high: most of the nearest of a clip are of its genre.
  const neighbours = map.getByTestId('map-neighbours');
  expect(Number(await neighbours.getAttribute('data-same'))).toBeGreaterThan(4);
  const first = await neighbours.getAttribute('data-clip');
  await points.last().click({ force: true });
  await expect(neighbours).not.toHaveAttribute('data-clip', first!);
  await expect(map.locator('audio[autoplay]').first()).toBeVisible();

  await map.getByRole('button', { name: 'Show as table' }).click();
  await expect(map.getByRole('row')).toHaveCount(17);
  await map.getByRole('button', { name: 'Show as chart' }).click();

  // By keyboard: the picker chooses another clip.
  const clip = map.getByLabel(/Clip on the map: *Clip/);
  const before = await neighbours.getAttribute('data-clip');
  await clip.focus();
  await page.keyboard.press('ArrowUp');
  await expect(neighbours).not.toHaveAttribute('data-clip', before!);
});

test('without measurements the map says what to do', async ({ page }) => {
  await importTwoGenres(page, 2);
  await page.getByTestId('nav-explore').click();
  await expect(page.getByTestId('clip-map')).toContainText('at least five clips');
});
