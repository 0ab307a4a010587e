// Two approaches are trained, answer together, and the gain is told with its interval; a run of another split is refused.

import { expect, test, type Page } from '@playwright/test';
import { wav } from './wav';

async function train(page: Page, approach: string, params: Record<string, string> = {}) {
  await page.getByTestId('approach').selectOption(approach);
  for (const [name, value] of Object.entries(params)) {
    await page.getByTestId(`param-${name}`).fill(value);
  }
  return startAndWait(page);
}

async function startAndWait(page: Page): Promise<string> {
  const status = page.getByTestId('train-status');
  const before = await status.getAttribute('data-run');
  await page.getByTestId('train-start').click();
  await expect(status).not.toHaveAttribute('data-run', before ?? '');
  await expect(status).toHaveAttribute('data-state', 'done', { timeout: 120_000 });
  return (await status.getAttribute('data-run')) ?? '';
}

test('runs of one split answer together, and those of another are refused', async ({ page }) => {
  test.setTimeout(400_000);
  await page.goto('./');
  await expect(page.getByTestId('dataset-summary')).toBeVisible({ timeout: 60_000 });
  await page.getByTestId('nav-train').click();
  await page.getByTestId('approach').selectOption('ensemble');
  await expect(page.locator('[data-code="ensemble-too-few-members"]')).toBeVisible();
  await expect(page.getByTestId('train-start')).toBeDisabled();

  const stranger = await train(page, 'quick-baseline', { rounds: '5', seed: '2' });
  const trees = await train(page, 'quick-baseline', { rounds: '10', seed: '1' });
  const cnn = await train(page, 'cnn', {
    epochs: '1',
    width: '1',
    batchSize: '8',
    cropSeconds: '1',
  });

  await page.getByTestId('nav-compare').click();
  await page.getByTestId('ensemble-join').click();
  await expect(page.getByTestId('approach')).toHaveValue('ensemble');
  const member = (id: string) => page.locator(`[data-testid="ensemble-member"][data-run="${id}"]`);
  await expect(member(trees)).toBeChecked();
  await expect(member(cnn)).toBeChecked();
  await expect(member(stranger)).toHaveCount(0);
  await page.getByText('that cannot join, and why').click();
  const refused = page.locator(`[data-testid="ensemble-refused"][data-run="${stranger}"]`);
  await expect(refused).toContainText('another split (random split, seed 2)');
  await member(cnn).uncheck();
  await expect(page.locator('[data-code="ensemble-too-few-members"]')).toBeVisible();
  await page.getByTestId('ensemble-best').click();
  await expect(member(cnn)).toBeChecked();

  await startAndWait(page);
  const gain = page.getByTestId('ensemble-gain');
  await expect(gain).toContainText('points over the best member');
  const [low, value, high] = await Promise.all(
    ['data-low', 'data-gain', 'data-high'].map(async (name) =>
      Number(await gain.getAttribute(name)),
    ),
  );
  expect(low).toBeLessThanOrEqual(value!);
  expect(high).toBeGreaterThanOrEqual(value!);
  await expect(page.getByTestId('ensemble-weights')).toContainText('Baseline');

  await page.getByTestId('param-method').selectOption('stacking');
  await page.getByText('More settings').first().click();
  await page.getByTestId('param-folds').fill('2');
  await startAndWait(page);
  await expect(gain).toContainText('points over the best member');
  await expect(page.getByTestId('ensemble-weights')).toHaveCount(0);

  // Its members' runs may go: it holds their models itself.
  await page.getByTestId('nav-compare').click();
  await page
    .locator(`[data-testid="run-row"][data-run="${cnn}"]`)
    .getByRole('button')
    .first()
    .click();
  await page.getByRole('button', { name: 'Delete this run' }).click();
  await expect(page.locator(`[data-testid="run-row"][data-run="${cnn}"]`)).toHaveCount(0);
  await page
    .locator('[data-testid="run-row"][data-approach="ensemble"]')
    .first()
    .getByRole('button')
    .first()
    .click();
  await expect(page.getByTestId('no-export')).toContainText('An ensemble has no file of its own');
  await page.getByTestId('nav-live').click();
  await page.getByTestId('classify-input').setInputFiles({
    ...{ name: 'song.wav', mimeType: 'audio/wav' },
    buffer: wav({ seconds: 12 }),
  });
  await expect(page.getByTestId('classify-result')).toHaveAttribute('data-genre', /\w+/, {
    timeout: 120_000,
  });
});
