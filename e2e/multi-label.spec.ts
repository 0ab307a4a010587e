// A table whose clips have several labels each: what will be learned, what was learned, and what went wrong.

import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';

const LABELS = ['calm', 'dance', 'folk', 'metal'];
const ROWS = 240;

/** A column a label decides on it; the rest is noise. One row alone has the label "polka". */
function tableOfLabels(): string {
  let state = 7;
  const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
  const rows = Array.from({ length: ROWS }, (_, i) => {
    const values = Array.from({ length: 8 }, () => 2 * random() - 1);
    const labels = LABELS.filter((_, k) => values[k]! > 0.2);
    if (labels.length === 0) labels.push('calm');
    if (i === 0) labels.push('polka');
    return [`clip${i}.wav`, labels.join('|'), ...values.map((value) => value.toFixed(4))].join();
  });
  const header = ['filename', 'genres', ...Array.from({ length: 8 }, (_, k) => `feature${k}`)];
  return [header.join(), ...rows].join('\n');
}

test('several labels a clip, from a table to its mistakes', async ({ page }) => {
  await page.goto('./');
  await page.getByTestId('nav-data').click();
  await expect(page.getByTestId('dataset-summary')).toBeVisible();
  const file = { name: 'tags.csv', mimeType: 'text/csv', buffer: Buffer.from(tableOfLabels()) };
  await page.getByTestId('file-input').setInputFiles(file);
  const summary = page.getByTestId('dataset-summary');
  await expect(summary).toHaveAttribute('data-clips', `${ROWS}`);

  await page.getByTestId('nav-train').click();
  const note = page.getByTestId('labels-note');
  await page.getByTestId('approach').selectOption('quick-baseline');
  await expect(note).toHaveAttribute('data-labels', `${LABELS.length}`);
  await expect(note).toHaveAttribute('data-rare', '1');
  await expect(note).toContainText('polka');
  await page.getByTestId('param-rounds').fill('40');
  await page.getByTestId('train-start').click();
  const status = page.getByTestId('train-status');
  await expect(status).toHaveAttribute('data-state', /done|failed/);
  await expect(status).toHaveAttribute('data-state', 'done');
  await expect(status).toContainText('with all labels right');

  await page.getByTestId('nav-compare').click();
  await expect(page.getByTestId('run-row')).toContainText('all labels right');
  const rows = page.getByTestId('label-row');
  await expect(rows).toHaveCount(LABELS.length);
  const score = page.getByTestId('multi-label-score');
  expect(Number(await score.getAttribute('data-micro-f1'))).toBeGreaterThan(0.8);
  expect(Number(await score.getAttribute('data-map'))).toBeGreaterThan(0.8);
  await expect(page.getByTestId('confusion-cell')).toHaveCount(0);

  const supports = (): Promise<number[]> =>
    rows.evaluateAll((all) => all.map((row) => Number(row.getAttribute('data-support'))));
  expect(await supports()).toEqual((await supports()).sort((a, b) => b - a));
  await page.getByRole('columnheader', { name: 'Clips' }).getByRole('button').click();
  expect(await supports()).toEqual((await supports()).sort((a, b) => a - b));
  await page.getByRole('button', { name: 'Clips wrong on folk' }).click();
  await expect(page.getByRole('button', { name: 'All labels' })).toBeVisible();
  const missed = page
    .getByTestId('label-clip')
    .filter({ hasText: /True, not said/ })
    .first();
  await missed
    .getByRole('button', { name: /^Why not / })
    .first()
    .click();
  await expect(missed.getByTestId('why-panel')).toContainText('The answer is no');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  // What was learned outlives a reload.
  await page.reload();
  await page.getByTestId('nav-compare').click();
  await expect(rows).toHaveCount(LABELS.length);
});

test('columns of 0 and 1 become labels in one go, and back', async ({ page }) => {
  await page.goto('./');
  await page.getByTestId('nav-data').click();
  await expect(page.getByTestId('dataset-summary')).toBeVisible();
  const rows = Array.from({ length: 40 }, (_, i) => {
    const features = [1, 2, 3, 4, 5].map((k) => ((i * 7 * k) % 11) / 8);
    return [...features, i % 2, i % 3 === 0 ? 1 : 0, 1].join();
  });
  const csv = ['f1,f2,f3,f4,f5,calm,happy,alive', ...rows].join('\n');
  const file = { name: 'moods.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
  await page.getByTestId('file-input').setInputFiles(file);
  await expect(page.locator('[data-code="table-label-missing"]')).toContainText('0 and 1');
  await page.getByTestId('labels-candidate').click();
  const summary = page.getByTestId('dataset-summary');
  await expect(summary).toHaveAttribute('data-clips', /^(2|3)\d$/); // those with a label
  await expect(page.getByTestId('labels-candidate')).toHaveCount(0);
  await page.locator('[data-code="table-read-anew"]').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByTestId('labels-candidate')).toBeVisible();
});
