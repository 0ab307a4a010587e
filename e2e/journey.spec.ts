// The whole job on real music: import, two approaches, the confusion matrix you can hear, a reload, and
// one file classified that was never imported.

import { expect, test, type Locator, type Page } from '@playwright/test';
import { findMusic } from './music';

const CLIPS_PER_GENRE = Number(process.env['E2E_CLIPS_PER_GENRE'] ?? 16);

/** Small for software WebGPU; quick steps and no noise, so that three epochs are enough to see it learn. */
const TINY_CNN = {
  epochs: '3',
  width: '2',
  batchSize: '16',
  learningRate: '0.02',
  dropout: '0',
  mixup: '0',
  augmentation: '0',
  seed: '1',
};

async function train(page: Page, approach: string, params: Record<string, string>): Promise<void> {
  await page.getByTestId('nav-train').click();
  await page.getByTestId('approach').selectOption(approach);
  for (const [name, value] of Object.entries(params)) {
    const input = page.getByTestId(`param-${name}`);
    if (!(await input.isVisible())) await page.getByText('More settings').click();
    await input.fill(value);
  }
  await page.getByTestId('train-start').click();
  const status = page.getByTestId('train-status');
  await expect(status).toHaveAttribute('data-state', 'running');
  await expect(status).toHaveAttribute('data-state', /done|failed/, { timeout: 600_000 });
  await expect(status).toHaveAttribute('data-state', 'done');
}

test('from a folder of songs to a classifier you can hear', async ({ page }, info) => {
  const music = findMusic(CLIPS_PER_GENRE);
  console.log(`  ${music.files.length} clips, ${music.title}`);
  const webgpu = info.project.name === 'webgpu';

  await page.goto('./');
  const backend = page.getByTestId('backend');
  await expect(backend).toHaveAttribute('data-backend', webgpu ? 'webgpu' : /webgl|wasm|cpu/);
  await expect(backend).toHaveAttribute('data-reason', /\w+/);

  await page.getByTestId('nav-data').click();
  await expect(page.getByTestId('dataset-summary')).toBeVisible();
  await page.getByTestId('file-input').setInputFiles([...music.files]);
  const importing = page.getByTestId('import-status');
  await expect(importing).toHaveAttribute('data-state', 'running');
  await expect(importing).toHaveAttribute('data-state', 'done', { timeout: 600_000 });
  const summary = page.getByTestId('dataset-summary');
  await expect(summary).toHaveAttribute('data-clips', `${music.files.length}`);
  await expect(summary).toHaveAttribute('data-genres', `${music.genres.length}`);
  await expect(summary).toHaveAttribute('data-quarantined', '0');
  // The demo set's own clips need no copies: they lie beside the page.
  if (music.real) {
    const offer = page.locator('[data-testid="notice"][data-code="keep-copies"]');
    await offer.getByRole('button', { name: 'Keep copies' }).click();
    await expect(offer).toContainText('can now be heard');
  }

  await train(page, 'quick-baseline', { seed: '1' });
  await train(page, 'cnn', TINY_CNN);
  await expect(page.getByTestId('train-status')).toHaveAttribute('data-epoch', TINY_CNN.epochs);
  // The worker has by now said what it really trained on.
  await (webgpu ? expect(backend) : expect(backend).not).toHaveAttribute('data-backend', 'webgpu');
  const curves = await readChartTable(page, /^Loss .* accuracy/);
  const losses = curves.map((row) => Number(row['Training loss']));
  console.log(`  cnn: training loss ${losses.join(', ')}`);
  expect(losses).toHaveLength(Number(TINY_CNN.epochs));
  expect(losses.at(-1)).toBeLessThan(losses[0]!);
  // What guessing costs.
  expect(losses.at(-1)).toBeLessThan(Math.log(music.genres.length));

  await page.getByTestId('nav-compare').click();
  const rows = page.getByTestId('run-row');
  await expect(rows).toHaveCount(2);
  for (const approach of ['quick-baseline', 'cnn']) {
    const row = page.locator(`[data-testid="run-row"][data-approach="${approach}"]`);
    const accuracy = Number(await row.getAttribute('data-accuracy'));
    const macroF1 = Number(await row.getAttribute('data-macro-f1'));
    console.log(`  ${approach}: accuracy ${accuracy.toFixed(3)}, macro F1 ${macroF1.toFixed(3)}`);
  }
  const baseline = page.locator('[data-testid="run-row"][data-approach="quick-baseline"]');
  // Ten genres: guessing reaches 0.1.
  expect(Number(await baseline.getAttribute('data-accuracy'))).toBeGreaterThan(0.3);
  await baseline.click();
  await playFromMatrix(page);

  await page.reload();
  await page.getByTestId('nav-compare').click();
  await expect(page.getByTestId('run-row')).toHaveCount(2);
  await baseline.click();
  await playFromMatrix(page);
  await page.getByTestId('nav-data').click();
  await expect(page.getByTestId('dataset-summary')).toHaveAttribute(
    'data-clips',
    `${music.files.length}`,
  );

  await page.getByTestId('nav-live').click();
  const models = page.getByTestId('live-model');
  await models.selectOption({ label: await optionNamed(models, /baseline/i) });
  await page.getByTestId('classify-input').setInputFiles(music.heldOut);
  const result = page.getByTestId('classify-result');
  await expect(result).toHaveAttribute('data-genre', /\w+/, { timeout: 120_000 });
  const genre = (await result.getAttribute('data-genre'))!;
  const confidence = Number(await result.getAttribute('data-confidence'));
  console.log(`  held-out ${music.heldOutGenre} clip: ${genre} (${confidence.toFixed(2)})`);
  expect(music.genres).toContain(genre);
  const timeline = await readChartTable(page, /^Probability/);
  expect(timeline.length).toBeGreaterThan(1);
  for (const row of timeline) {
    const sum = music.genres.reduce((total, name) => total + Number(row[name]) / 100, 0);
    expect(Math.abs(sum - 1), `probabilities at ${row['Time (s)']}`).toBeLessThan(0.01);
  }
  // The answer for the whole recording is the mean of its stretches.
  const mean = timeline.reduce((sum, row) => sum + Number(row[genre]) / 100, 0) / timeline.length;
  expect(Math.abs(mean - confidence)).toBeLessThan(0.01);
});

/** The numbers of the chart with that caption, row by row, each cell under its column's name. */
async function readChartTable(page: Page, caption: RegExp): Promise<Record<string, string>[]> {
  const chart = page.locator('figure', { has: page.getByRole('img', { name: caption }) });
  await chart.getByRole('button', { name: 'Show as table' }).click();
  // The picture is hidden now and does not find its figure any more.
  const table = page.getByRole('region', { name: caption }).getByRole('table');
  await expect(table).toBeVisible();
  const columns = await table.locator('th').allTextContents();
  const rows = await table.locator('tbody tr').all();
  return Promise.all(
    rows.map(async (row) => {
      const cells = await row.locator('td').allTextContents();
      return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? '']));
    }),
  );
}

async function optionNamed(select: Locator, name: RegExp): Promise<string> {
  const option = select.locator('option').filter({ hasText: name }).first();
  await option.waitFor({ state: 'attached' });
  return ((await option.textContent()) ?? '').trim();
}

/** Opens a cell of the confusion matrix, plays its first clip and waits until sound has moved on. */
async function playFromMatrix(page: Page): Promise<void> {
  const cell = page.locator('[data-testid="confusion-cell"]:not([data-count="0"])').first();
  const count = Number(await cell.getAttribute('data-count'));
  await cell.click();
  await expect(page.getByTestId('cell-clip')).toHaveCount(count);
  const clip = page.getByTestId('cell-clip').first();
  await expect(clip).toHaveAttribute('data-confidence', /^0?\.\d+|^1/);
  const audio = clip.locator('audio');
  await expect(audio).toHaveAttribute('src', /^blob:|^http/);
  await audio.evaluate((element: HTMLAudioElement) => element.play());
  await expect
    .poll(() => audio.evaluate((element: HTMLAudioElement) => element.currentTime))
    .toBeGreaterThan(0.2);
}
