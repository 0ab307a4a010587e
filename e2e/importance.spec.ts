// What a model listens to, on the demo set: importances by every measure, and why one clip was heard as it was.

import { expect, test, type Locator } from '@playwright/test';

/** Contributions sum to the margin within this. */
const TOLERANCE = 1e-4;

test('a run says what it listens to, and why it hears a clip as it does', async ({ page }) => {
  await page.goto('./');
  await expect(page.getByTestId('dataset-summary')).toBeVisible();
  await page.getByTestId('nav-train').click();
  await page.getByTestId('approach').selectOption('quick-baseline');
  await page.getByTestId('train-start').click();
  await expect(page.getByTestId('train-status')).toHaveAttribute('data-state', 'done', {
    timeout: 60_000,
  });

  await page.getByTestId('nav-compare').click();
  await page.getByTestId('importance-run').click();
  const chart = page.getByTestId('importance-chart');
  await expect(chart).toHaveAttribute('data-measure', 'shap', { timeout: 60_000 });
  expect(Number(await chart.getAttribute('data-clips'))).toBeGreaterThan(0);
  const measure = page.getByTestId('importance-measure');
  const measures = await measure
    .locator('option')
    .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
  expect(measures.sort()).toEqual(
    ['cover', 'gain', 'permutation', 'permutationLoss', 'shap', 'weight'].sort(),
  );
  for (const name of ['gain', 'weight', 'permutationLoss']) {
    await measure.selectOption(name);
    await expect(chart).toHaveAttribute('data-measure', name);
    await expect(chart).toHaveAttribute('data-top', /\w/);
  }
  await expect(page.getByTestId('importance-families')).toBeVisible();

  // Asked once a visit: another stage and back again finds the answer there.
  await page.getByTestId('nav-train').click();
  await page.getByTestId('nav-compare').click();
  await expect(chart).toHaveAttribute('data-top', /\w/);

  await page.locator('[data-testid="confusion-cell"]:not([data-count="0"])').first().click();
  await page.getByTestId('why').first().click();
  const panel = page.getByTestId('why-panel');
  const heard = await page.getByTestId('why').first().getAttribute('data-genre');
  await expect(panel).toHaveAttribute('data-genre', heard!);
  await expectToAddUp(panel);
  expect(await panel.getByRole('listitem').count()).toBeLessThanOrEqual(10);
  await expect(panel.getByRole('listitem').first()).toContainText(/pulls (towards|away from)/);

  await expectColumnToAddUp(panel);

  await page.getByTestId('why-genre').selectOption({ index: 1 });
  await expectToAddUp(panel);
});

/** As it is read, in the table. */
async function expectColumnToAddUp(panel: Locator): Promise<void> {
  await panel.getByRole('button', { name: 'Show as table' }).click();
  const texts = await panel.locator('tbody tr td:nth-child(2)').allTextContents();
  const numbers = texts.map((text) => Number(text.replace('−', '-')));
  const sum = numbers.slice(0, -1).reduce((total, value) => total + value, 0);
  expect(numbers.length).toBeGreaterThan(3);
  expect(sum).toBeCloseTo(numbers.at(-1)!, 8);
}

async function expectToAddUp(panel: Locator): Promise<void> {
  const read = async (name: string): Promise<number> => Number(await panel.getAttribute(name));
  expect(Math.abs((await read('data-sum')) - (await read('data-margin')))).toBeLessThan(TOLERANCE);
  const probability = await read('data-probability');
  expect(probability).toBeGreaterThanOrEqual(0);
  expect(probability).toBeLessThanOrEqual(1);
}
