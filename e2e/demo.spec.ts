// The first minute of a visit, with nothing but the page's own origin: the demo set is there, one click
// trains, and every stage holds up to accessibility checks.

import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

const STAGES = ['data', 'explore', 'train', 'compare', 'live'] as const;

test('from a cold open to a trained baseline in one click and under 10 seconds', async ({
  page,
  baseURL,
}) => {
  const foreign: string[] = [];
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== new URL(baseURL!).origin) foreign.push(origin);
  });
  const startedAt = Date.now();
  await page.goto('./#/train');
  await page.getByTestId('train-start').click();
  const status = page.getByTestId('train-status');
  await expect(status).toHaveAttribute('data-state', 'done');
  const seconds = (Date.now() - startedAt) / 1000;
  console.log(`  cold open to trained baseline: ${seconds.toFixed(1)} s`);
  expect(seconds).toBeLessThan(10);
  expect(foreign).toEqual([]);

  await page.getByTestId('nav-data').click();
  const summary = page.getByTestId('dataset-summary');
  await expect(summary).toHaveAttribute('data-genres', '10');
  expect(Number(await summary.getAttribute('data-clips'))).toBeGreaterThanOrEqual(160);
  await expect(summary).toContainText(/synthetic/i);
  await page.getByTestId('nav-compare').click();
  const accuracy = Number(await page.getByTestId('run-row').getAttribute('data-accuracy'));
  console.log(`  accuracy on the demo set, random split: ${accuracy.toFixed(3)}`);
  expect(accuracy).toBeGreaterThan(0.6);
  await expect(page.locator('main')).toContainText(/synthetic/i);
});

test('every stage passes axe, in light and dark, wide and narrow', async ({ page }) => {
  await page.goto('./#/train');
  await page.getByTestId('train-start').click();
  await expect(page.getByTestId('train-status')).toHaveAttribute('data-state', 'done');
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 390],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    for (const stage of STAGES) {
      await page.getByTestId(`nav-${stage}`).click();
      await page.waitForLoadState('networkidle');
      await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
      const { violations } = await new AxeBuilder({ page }).analyze();
      const summary = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
      expect(summary, `${stage}, ${colorScheme}, ${width} px`).toEqual([]);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      expect(overflow, `${stage} scrolls sideways at ${width} px`).toBeLessThanOrEqual(0);
    }
  }
});
