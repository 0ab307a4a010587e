// A model on its way to Python and back: the file that Compare gives away is a file that Live takes, and the model in
// it hears the same.

import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { findMusic } from './music';

interface Answer {
  readonly genre: string | null;
  readonly confidence: number;
}

async function ask(page: Page, file: string): Promise<Answer> {
  const result = page.getByTestId('classify-result');
  await page.getByTestId('classify-input').setInputFiles(file);
  await expect(result).toBeVisible({ timeout: 60_000 });
  return {
    genre: await result.getAttribute('data-genre'),
    confidence: Number(await result.getAttribute('data-confidence')),
  };
}

test('a model goes out as XGBoost’s JSON, comes back and answers the same', async ({ page }) => {
  const { heldOut } = findMusic(1);
  await page.goto('./#/train');
  await page.getByTestId('train-start').click();
  await expect(page.getByTestId('train-status')).toHaveAttribute('data-state', 'done');

  await page.getByTestId('nav-compare').click();
  const downloading = page.waitForEvent('download');
  await page.getByTestId('export-xgboost').click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^quick-baseline-\d{4}-\d\d-\d\d\.json$/);
  const path = await download.path();
  const { learner } = JSON.parse(readFileSync(path, 'utf8')) as {
    learner: { objective: { name: string }; feature_names: string[] };
  };
  expect(learner.objective.name).toBe('multi:softprob');

  await page.getByTestId('nav-live').click();
  const trained = await page.getByTestId('live-model').inputValue();
  const original = await ask(page, heldOut);
  const buffer = readFileSync(path);
  const file = { name: 'from-python.json', mimeType: 'application/json', buffer };
  await page.getByTestId('import-xgboost').setInputFiles(file);
  const notice = page.locator('[data-testid="notice"][data-code="model-imported"]');
  await expect(notice).toContainText('from-python.json');
  const imported = await page.getByTestId('live-model').inputValue();
  expect(imported).not.toBe(trained);

  await page.getByRole('button', { name: 'Ask this model too' }).click();
  await expect(page.getByTestId('classify-result')).toContainText('from-python.json');
  const result = page.getByTestId('classify-result');
  expect(await result.getAttribute('data-genre')).toBe(original.genre);
  const confidence = Number(await result.getAttribute('data-confidence'));
  expect(Math.abs(confidence - original.confidence)).toBeLessThan(1e-5);

  await page.getByTestId('nav-compare').click();
  const row = page.locator(`[data-testid="run-row"][data-run="${imported}"]`);
  await expect(row).toContainText('imported');
  await expect(row).toContainText('from-python.json');
  // Most of the demo set's clips are those that it learned from.
  expect(Number(await row.getAttribute('data-accuracy'))).toBeGreaterThan(0.8);
});

test('a file that is no model is named, and nothing is lost', async ({ page }) => {
  await page.goto('./#/live');
  const choose = page.getByTestId('import-xgboost');
  const notice = (code: string) => page.locator(`[data-testid="notice"][data-code="${code}"]`);
  const take = (text: string) =>
    choose.setInputFiles({
      name: 'model.json',
      mimeType: 'application/json',
      buffer: Buffer.from(text),
    });
  await take('{"learner": {"gradient_booster"');
  await expect(notice('model-file-invalid')).toContainText('not JSON');
  await take('{"learner": {"gradient_booster": {"name": "gblinear"}}}');
  await expect(notice('model-file-unsupported')).toContainText('gblinear');
  await page.getByTestId('nav-train').click();
  await expect(page.getByTestId('train-start')).toBeEnabled();
});
