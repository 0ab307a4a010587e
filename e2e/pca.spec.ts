// Trees on principal components: trained on the demo set, and what was condensed is shown.

import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

const COMPONENTS = 20;

test('the condensed approach trains, and says what it dropped and kept', async ({ page }) => {
  await page.goto('./#/train');
  await page.getByTestId('approach').selectOption('xgboost-pca');
  await expect(page.getByTestId('param-n_components')).toHaveValue('60');
  await expect(page.getByTestId('param-features')).toHaveValue('fma-518-corrected');
  // The set that is measured already.
  await page.getByTestId('param-features').selectOption('timbre');
  await page.getByTestId('param-n_components').fill(String(COMPONENTS));
  await page.getByTestId('param-rounds').fill('10');
  await page.getByTestId('train-start').click();
  await expect(page.getByTestId('train-status')).toHaveAttribute('data-state', 'done');

  await page.getByTestId('nav-compare').click();
  await expect(page.getByTestId('run-row')).toHaveAttribute('data-approach', 'xgboost-pca');
  const summary = page.getByTestId('pca-summary');
  await expect(summary).toHaveAttribute('data-columns-in', '103');
  await expect(summary).toHaveAttribute('data-components', String(COMPONENTS));
  const numberOf = async (name: string): Promise<number> =>
    Number(await summary.getAttribute(`data-${name}`));
  const explained = await numberOf('explained');
  console.log(
    `  of 103 columns ${await numberOf('correlated')} correlated, ${await numberOf('constant')} constant; ` +
      `${COMPONENTS} components keep ${(100 * explained).toFixed(1)} %`,
  );
  expect(await numberOf('correlated')).toBeGreaterThan(0);
  expect(explained).toBeGreaterThan(0.6);
  expect(explained).toBeLessThan(1);

  await expect(page.getByTestId('export-xgboost')).toBeHidden();
  await expect(page.getByTestId('no-export')).toContainText('principal components');

  await page.getByText(/measurements? that says? the same/).click();
  const chart = page.getByTestId('explained-variance');
  await expect(chart.locator('.main-svg').first()).toBeVisible();
  await page.setViewportSize({ width: 390, height: 900 });
  // The chart is laid out anew first.
  const overflow = (): Promise<number> =>
    page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await expect.poll(overflow).toBeLessThanOrEqual(0);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});
