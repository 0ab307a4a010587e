// A head is trained on what the bundled network hears; the clips are heard once; a recording is classified with it.

import { expect, test } from '@playwright/test';
import { findMusic } from './music';
import { importTwoGenres } from './tiny-cnn';

test('learns from the bundled network, hears each clip once, and classifies a recording', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await importTwoGenres(page);
  await page.getByTestId('nav-train').click();
  await page.getByTestId('approach').selectOption('transfer');
  await expect(page.getByTestId('param-backbone')).toHaveValue('basic-pitch');
  await page.getByTestId('param-epochs').fill('10');
  const status = page.getByTestId('train-status');
  const train = async (): Promise<void> => {
    await page.getByTestId('train-start').click();
    await expect(status).toHaveAttribute('data-state', 'done', { timeout: 200_000 });
  };
  await train();
  await page.getByTestId('param-seed').fill('2');
  const startedAt = Date.now();
  await train();
  expect(Date.now() - startedAt).toBeLessThan(30_000); // nothing is heard again

  await page.getByTestId('nav-compare').click();
  const rows = page.locator('[data-testid="run-row"][data-approach="transfer"]');
  await expect(rows).toHaveCount(2);
  const accuracy = Number(await rows.first().getAttribute('data-accuracy'));
  expect(accuracy).toBeGreaterThan(0.7); // low tones and high ones

  await page.getByTestId('nav-live').click();
  await page.getByTestId('classify-input').setInputFiles(findMusic(1).heldOut);
  const result = page.getByTestId('classify-result');
  await expect(result).toHaveAttribute('data-genre', /rock|jazz/, { timeout: 120_000 });
});
