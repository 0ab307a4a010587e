// Every clip is examined once, over several folds; a stop and a reload in between lose nothing.

import { expect, test, type Page } from '@playwright/test';
import { stopWhen } from './interrupt-when';

const FOLDS = 3;
/** Enough rounds that a fold can be stopped in its middle. */
const PARAMS = { folds: `${FOLDS}`, rounds: '2000', early_stopping_rounds: '0' };

async function chooseCrossValidation(page: Page, params: Record<string, string>): Promise<void> {
  await page.goto('./#/train');
  await page.getByTestId('approach').selectOption('quick-baseline');
  await page.getByTestId('cross-validation').selectOption('kfold');
  for (const [name, value] of Object.entries(params)) {
    const input = page.getByTestId(`param-${name}`);
    if (!(await input.isVisible())) await page.getByText('More settings').click();
    await input.fill(value);
  }
}

async function foldRows(page: Page): Promise<{ fold: string | null; accuracy: number }[]> {
  const rows = await page.getByTestId('fold-row').all();
  return Promise.all(
    rows.map(async (row) => ({
      fold: await row.getAttribute('data-fold'),
      accuracy: Number(await row.getAttribute('data-accuracy')),
    })),
  );
}

test('a cross-validation is stopped in its second fold, the page reloaded, and it goes on', async ({
  page,
}) => {
  await chooseCrossValidation(page, PARAMS);
  await stopWhen(page, 'folds', 1);
  await page.getByTestId('train-start').click();
  const status = page.getByTestId('train-status');
  await expect(status).toHaveAttribute('data-state', 'stopped', { timeout: 60_000 });
  await expect(status).toContainText(`fold 2 of ${FOLDS}`);
  const run = (await status.getAttribute('data-run'))!;
  await expect(page.getByTestId('fold-row')).toHaveCount(1);
  const [first] = await foldRows(page);

  await page.reload();
  await page.getByTestId('nav-train').click();
  // What is offered is shown as it was, before anything is clicked.
  await expect(page.getByTestId('cross-validation')).toHaveValue('kfold');
  await expect(page.getByTestId('param-folds')).toHaveValue(`${FOLDS}`);
  await expect(page.getByTestId('fold-row')).toHaveCount(1);
  await page.getByTestId('train-resume').click();
  await expect(status).toHaveAttribute('data-run', run);
  await expect(status).toHaveAttribute('data-state', 'done', { timeout: 60_000 });

  const [, took] = /Training took ([^,]+),/.exec((await status.textContent()) ?? '') ?? [];
  await page.getByTestId('nav-compare').click();
  const row = page.getByTestId('run-row');
  await expect(row).toHaveCount(1);
  await expect(row).toContainText(took!);
  await expect(page.getByTestId('fold-row')).toHaveCount(FOLDS);
  const folds = await foldRows(page);
  expect(folds.map(({ fold }) => fold)).toEqual(['1', '2', '3']);
  expect(folds[0]).toEqual(first);
  const mean = folds.reduce((sum, { accuracy }) => sum + accuracy, 0) / FOLDS;
  expect(Number(await row.getAttribute('data-accuracy'))).toBeCloseTo(mean, 9);
  console.log(`  ${FOLDS}-fold accuracy on the demo set: ${mean.toFixed(3)}`);
  expect(mean).toBeGreaterThan(0.5);

  // Every clip was held out once.
  await page.getByTestId('nav-data').click();
  const clips = Number(await page.getByTestId('dataset-summary').getAttribute('data-clips'));
  await page.getByTestId('nav-compare').click();
  const matrix = page.getByTestId('confusion-cell');
  await expect(matrix.first()).toBeVisible();
  const counts = await matrix.evaluateAll((cells) =>
    cells.map((cell) => Number(cell.getAttribute('data-count'))),
  );
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(clips);

  // No model is kept: there is nothing to play music to.
  await page.getByTestId('nav-live').click();
  await expect(page.getByRole('link', { name: 'Train a model' })).toBeVisible();
  await expect(page.getByTestId('live-model')).toHaveCount(0);
});

test('more folds than a genre has artists are refused, by name', async ({ page }) => {
  await chooseCrossValidation(page, { folds: '20' });
  await page.getByTestId('split').selectOption('artist');
  await expect(page.getByTestId('train-start')).toBeDisabled();
  await expect(page.locator('main')).toContainText('Too few artists for that many folds');
});
