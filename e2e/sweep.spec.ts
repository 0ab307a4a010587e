// A visitor lets the page search for good settings: by chance, and by successive halving with a stop and a reload between.

import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

/** Trees of few rounds, so that a try takes a moment. */
async function openSearch(page: Page, rounds: string): Promise<void> {
  await page.goto('./#/train');
  await page.getByTestId('param-rounds').fill(rounds);
  await page.getByText('Search for settings').click();
}

async function scoresOf(page: Page): Promise<number[]> {
  const scores = await page
    .getByTestId('sweep-try')
    .evaluateAll((rows) => rows.map((row) => row.dataset['score'] ?? ''));
  return scores.map((score) => (score === '' ? NaN : Number(score)));
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

test('three tries by chance, compared as lines, and the best settings used', async ({ page }) => {
  await openSearch(page, '6');
  await page.getByTestId('sweep-tries').fill('3');
  await page.getByTestId('sweep-max-eta').fill('0.001');
  await expect(page.getByTestId('sweep-start')).toBeDisabled();
  await expect(page.getByText(/got 0.02 to 0.001|out of range/)).toHaveText([
    'Expected the lower number first, got 0.02 to 0.001: swap the two.',
  ]);
  await page.getByTestId('sweep-max-eta').fill('0.3');
  await page.getByTestId('sweep-vary-lambda').uncheck();
  await page.getByTestId('sweep-start').click();
  const status = page.getByTestId('sweep-status');
  await expect(status).toHaveAttribute('data-state', 'done', { timeout: 60_000 });
  await expect(status).toHaveAttribute('data-done', '3');
  await expect(page.getByTestId('sweep-start')).toBeFocused();
  const scores = await scoresOf(page);
  expect(scores).toHaveLength(3);
  for (const score of scores) expect(score).toBeGreaterThan(0);
  await expect(page.locator('.js-plotly-plot, .main-svg').first()).toBeVisible();

  await expectAccessible(page);

  const best = await page.locator('[data-testid="sweep-try"].best').getAttribute('data-run');
  await page.getByTestId('nav-compare').click();
  const rows = page.getByTestId('run-row');
  await expect(rows).toHaveCount(3);
  await expect(rows.filter({ visible: true })).toHaveCount(1);
  const fold = page.getByTestId('search-row').getByRole('button');
  await expect(fold).toHaveAttribute('aria-expanded', 'false');
  await fold.press('Enter');
  await expect(rows.filter({ visible: true })).toHaveCount(3);
  const told = await rows.evaluateAll((all) =>
    all.map(({ dataset }) => dataset['accuracy'] !== ''),
  );
  expect(told.filter(Boolean)).toHaveLength(1);
  await expect(rows.first()).toContainText(/search of .*, try \d/);
  await expect(page.locator('[data-testid="run-row"].selected')).toHaveAttribute('data-run', best!);
  await expect(page.getByTestId('sweep-result')).toContainText('had no say in the choice');
  await expectAccessible(page);

  await page.getByTestId('sweep-use').click();
  await expect(page.getByTestId('found-settings')).toHaveText(
    /^Settings of try \d are in the form\.$/,
  );
  await expect(page.getByRole('group', { name: 'Settings of the approach' })).toBeFocused();
  const eta = Number(await page.getByTestId('param-eta').inputValue());
  expect(eta).toBeGreaterThanOrEqual(0.02);
  expect(eta).toBeLessThanOrEqual(0.3);
  await expect(page.getByTestId('param-rounds')).toHaveValue('6');
});

test('successive halving is stopped, and goes on after a reload where it was', async ({ page }) => {
  await openSearch(page, '180');
  await page.getByTestId('sweep-kind').selectOption('halving');
  await page.getByTestId('sweep-tries').fill('9');
  await expect(page.getByText('9 tries of 20 rounds')).toBeVisible();
  // At once when two are done: a click from the test can come too late.
  await page.evaluate(() => {
    const find = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`)!;
    const status = find('sweep-status');
    const observer = new MutationObserver(() => {
      if (Number(status.dataset['done']) < 2) return;
      observer.disconnect();
      find('sweep-stop').click();
    });
    observer.observe(status, { attributes: true });
  });
  await page.getByTestId('sweep-start').click();
  const status = page.getByTestId('sweep-status');
  await expect(status).toHaveAttribute('data-state', 'stopped', { timeout: 60_000 });
  const done = Number(await status.getAttribute('data-done'));
  const id = await status.getAttribute('data-sweep');
  expect(done).toBeGreaterThanOrEqual(2);
  expect(done).toBeLessThan(13);
  const before = (await scoresOf(page)).slice(0, done);

  await page.reload();
  await expect(status).toHaveAttribute('data-state', 'stopped');
  await expect(status).toHaveAttribute('data-sweep', id!);
  await expect(page.getByTestId('sweep-kind')).toHaveValue('halving');
  await expect(page.getByTestId('param-rounds')).toHaveValue('180');
  await page.getByTestId('sweep-kind').selectOption('random');
  await page.getByTestId('sweep-resume').click();
  await expect(page.getByTestId('sweep-kind')).toHaveValue('halving');
  await expect(status).toHaveAttribute('data-state', 'done', { timeout: 60_000 });
  await expect(status).toHaveAttribute('data-done', '13');
  expect((await scoresOf(page)).slice(0, done)).toEqual(before);
  const last = page.getByTestId('sweep-try').last();
  await expect(last).toContainText('180 rounds');
  await page.getByTestId('nav-compare').click();
  await expect(page.getByTestId('run-row')).toHaveCount(13);
});
