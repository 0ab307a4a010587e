// A table whose clips have several labels each: what will be learned, what was learned, and what went wrong.

import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { wav } from './wav';

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
  await page.getByRole('button', { name: 'All labels' }).click();
  const wrong = page.getByTestId('label-clip').first();
  await wrong.getByRole('button', { name: /^Why / }).first().click();
  await expect(wrong.getByTestId('why-panel')).toContainText(/The answer is (yes|no): it is/);
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

/** Two recordings over each other. */
function mixed(a: Buffer, b: Buffer): Buffer {
  const sum = Buffer.from(a);
  for (let at = 44; at < a.length; at += 2) {
    sum.writeInt16LE(Math.round((a.readInt16LE(at) + b.readInt16LE(at)) / 2), at);
  }
  return sum;
}

const low = (i: number): Buffer => wav({ seconds: 2, toneHz: 150 + 5 * i });
const high = (i: number): Buffer => wav({ seconds: 2, toneHz: 2000 + 40 * i });
const KINDS = [
  { labels: 'bass', make: low },
  { labels: 'whistle', make: high },
  { labels: 'bass|whistle', make: (i: number) => mixed(low(i), high(i)) },
] as const;

test('recordings with several labels, from a list to what Live says', async ({ page }) => {
  await page.goto('./');
  await page.getByTestId('nav-data').click();
  await expect(page.getByTestId('dataset-summary')).toBeVisible();
  const clips = KINDS.flatMap(({ labels, make }, k) =>
    Array.from({ length: 9 }, (_, i) => ({ name: `${k}-${i}.wav`, labels, buffer: make(i) })),
  );
  const list = ['file,labels', ...clips.map(({ name, labels }) => `${name},${labels}`)].join('\n');
  await page
    .getByTestId('file-input')
    .setInputFiles([
      ...clips.map(({ name, buffer }) => ({ name, mimeType: 'audio/wav', buffer })),
      { name: 'labels.csv', mimeType: 'text/csv', buffer: Buffer.from(list) },
    ]);
  const summary = page.getByTestId('dataset-summary');
  await expect(summary).toHaveAttribute('data-clips', `${clips.length}`, { timeout: 120_000 });
  await expect(page.getByTestId('import-status')).toHaveAttribute('data-state', 'done');
  await expect(summary).toHaveAttribute('data-quarantined', '0');
  await expect(page.locator('[data-code="clip-list-applied"]')).toContainText('one genre a clip');

  await page.getByTestId('nav-explore').click();
  await expect(page.getByTestId('label-cooccurrence')).toHaveAttribute('data-labels', '2');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.getByTestId('nav-train').click();
  await page.getByTestId('approach').selectOption('cnn');
  await expect(page.getByTestId('labels-note')).toHaveAttribute('data-labels', '2');
  const tiny = { epochs: '15', width: '2', batchSize: '8', learningRate: '0.05', cropSeconds: '1' };
  for (const [name, value] of Object.entries(tiny)) {
    await page.getByTestId(`param-${name}`).fill(value);
  }
  await page.getByTestId('train-start').click();
  const status = page.getByTestId('train-status');
  await expect(status).toHaveAttribute('data-state', /done|failed/, { timeout: 120_000 });
  await expect(status).toHaveAttribute('data-state', 'done');

  await page.getByTestId('nav-compare').click();
  await expect(page.getByTestId('run-row')).toHaveAttribute('data-approach', 'cnn');
  const rows = page.getByTestId('label-row');
  await expect(rows).toHaveCount(2);
  const score = page.getByTestId('multi-label-score');
  expect(Number(await score.getAttribute('data-roc-auc'))).toBeGreaterThan(0.8);
  const thresholds = await rows.evaluateAll((all) =>
    all.map((row) => Number(row.getAttribute('data-threshold'))),
  );
  for (const threshold of thresholds) expect(threshold).toBeGreaterThan(0);
  await expect(page.getByText(/probability of its own \(threshold\)/)).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.getByTestId('nav-live').click();
  const result = page.getByTestId('classify-result');
  const buffer = mixed(low(3.5), high(3.5));
  await page.getByTestId('classify-input').setInputFiles({ name: 'both.wav', mimeType: 'audio/wav', buffer }); // prettier-ignore
  await expect(result).toHaveAttribute('data-genre', /bass|whistle/);
  const said = result.getByTestId('said-label');
  await expect(said).toHaveCount(2);
  for (const label of await said.all()) {
    const [probability, threshold] = await Promise.all(
      ['data-probability', 'data-threshold'].map((name) => label.getAttribute(name)),
    );
    expect(Number(probability)).toBeGreaterThanOrEqual(Number(threshold));
  }
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
});
