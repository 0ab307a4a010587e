// A network goes on from what an earlier run learned; clips that it has heard are told, and each genre has its curve.

import { expect, test, type Page } from '@playwright/test';

const TINY_CNN = { epochs: '2', width: '1', batchSize: '8', cropSeconds: '1' };

async function trainCnn(page: Page, params: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(params)) {
    await page.getByTestId(`param-${name}`).fill(value);
  }
  await page.getByTestId('train-start').click();
  const status = page.getByTestId('train-status');
  await expect(status).toHaveAttribute('data-state', 'done', { timeout: 180_000 });
}

test('a run starts from an earlier one, and says which test clips that had heard', async ({
  page,
}) => {
  test.setTimeout(300_000);
  await page.goto('./');
  await expect(page.getByTestId('dataset-summary')).toBeVisible({ timeout: 60_000 });
  await page.getByTestId('nav-train').click();
  await page.getByTestId('approach').selectOption('cnn');
  await expect(page.getByTestId('start-from')).toHaveValue('');
  await trainCnn(page, TINY_CNN);
  const first = (await page.getByTestId('train-status').getAttribute('data-run')) ?? '';

  await page.getByTestId('start-from').selectOption(first);
  await expect(page.getByTestId('param-width')).toBeDisabled();
  await expect(page.getByTestId('start-heard')).toHaveText('');
  await page.getByTestId('param-seed').fill('2');
  await expect(page.getByTestId('start-heard')).toHaveAttribute('data-clips', /^[1-9]/);
  await page.getByRole('button', { name: 'Use its split and seed' }).click();
  await expect(page.getByTestId('start-heard')).toHaveAttribute('data-clips', '0');
  await expect(page.getByTestId('start-heard')).toContainText('it has heard none of the');
  await expect(page.getByRole('button', { name: 'Use its split and seed' })).toBeFocused();
  await trainCnn(page, { epochs: '1' });

  await page.getByText('By genre', { exact: true }).click();
  await expect(page.getByRole('img', { name: /^F1 .* of each genre/ })).toBeVisible();
  await page.getByTestId('nav-compare').click();
  await expect(page.getByText('Started from', { exact: true })).toBeVisible();
});
