// What the page says: each failure once, many messages in little room, and a choice that cannot be had.

import { expect, test } from '@playwright/test';
import { csvFile, featureLines } from './tables';

test('a failed import is told once, beside the work; elsewhere as a message', async ({ page }) => {
  await page.goto('./');
  await expect(page.getByTestId('dataset-summary')).toBeVisible();
  const broken = { name: 'broken.parquet', mimeType: '', buffer: Buffer.from('PAR1 nothing PAR1') };
  await page.getByTestId('file-input').setInputFiles([broken]);
  const status = page.getByTestId('import-status');
  await expect(status).toHaveAttribute('data-state', 'failed');
  const told = page.locator('[data-testid="notice"][data-code="parquet-invalid"]');
  await expect(told).toHaveCount(1);
  await expect(told).toHaveAttribute('data-level', 'error');
  await expect(status.locator(told)).toBeVisible();
  await page.getByTestId('nav-train').click();
  await expect(page.getByTestId('approach')).toBeVisible();
  await expect(told).toHaveCount(0); // it was told
});

test('the newest three of many messages are shown, and a deleted run comes back from an earlier one', async ({
  page,
}) => {
  await page.goto('./#/train');
  await page.getByTestId('approach').selectOption('quick-baseline');
  await page.getByTestId('param-rounds').fill('4');
  const status = page.getByTestId('train-status');
  for (const seed of ['1', '2', '3', '4']) {
    const before = (await status.getAttribute('data-run')) ?? '';
    await page.getByTestId('param-seed').fill(seed);
    await page.getByTestId('train-start').click();
    await expect(status).not.toHaveAttribute('data-run', before);
    await expect(status).toHaveAttribute('data-state', 'done', { timeout: 60_000 });
  }
  await page.getByTestId('nav-compare').click();
  const rows = page.getByTestId('run-row');
  for (let left = 4; left > 0; left--) {
    await expect(rows).toHaveCount(left);
    await page.getByRole('button', { name: 'Delete this run' }).click();
  }
  await expect(rows).toHaveCount(0);
  const notices = page.getByTestId('notice');
  await expect(notices).toHaveCount(4);
  await expect(notices.first()).toBeHidden();
  await page.getByRole('button', { name: '1 earlier message' }).click();
  await notices.first().getByRole('button', { name: 'Undo' }).click();
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText('seed 4');
});

test('a split that the next dataset lacks gives way, and says so', async ({ page }) => {
  await page.goto('./#/train');
  const split = page.getByTestId('split');
  await split.selectOption('artist');
  await page.getByTestId('nav-data').click();
  await page.getByTestId('file-input').setInputFiles([csvFile('mine.csv', featureLines(20))]);
  await expect(page.getByTestId('dataset-summary')).toHaveAttribute('data-clips', '60');
  await page.getByTestId('nav-train').click();
  await expect(split).toHaveValue('random');
  await expect(page.getByTestId('split-missing')).toContainText(
    '“By artist” cannot be had now (no artists known)',
  );
  const byArtist = split.locator('option[value="artist"]');
  await expect(byArtist).toBeDisabled();
  await expect(byArtist).toHaveText('By artist (no artists known)');
  await expect(page.getByTestId('train-start')).toBeEnabled();
});
