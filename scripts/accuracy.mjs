// `npm run accuracy -- FOLDER [LIST.csv]` trains every approach on a folder of music in headless Chromium, over a few
// seeds and both kinds of split, and prints the table that the README shows. Without a folder: the demo set. APPROACHES names
// the approaches to train, with commas between them, if not all; "transfer/mn04_as" is that with the backbone mn04_as, of whose
// file BACKBONES has the path (several with commas between them). An ensemble takes the best run of each approach so far.

import path from 'node:path';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';
import { ensureChromium } from './chromium.mjs';

const PORT = 4198;
const SEEDS = [1, 2, 3];
const APPROACHES = process.env.APPROACHES?.split(',') ?? ['quick-baseline', 'xgboost-pca', 'cnn'];
const BACKBONES = process.env.BACKBONES?.split(',') ?? [];
const SPLITS = ['random', 'artist'];
const HOUR = 3_600_000;

const [folder, list] = process.argv.slice(2);

async function importMusic(page) {
  await page.getByTestId('folder-input').setInputFiles(path.resolve(folder));
  const status = page.getByTestId('import-status');
  await status.and(page.locator('[data-state="done"]')).waitFor({ timeout: HOUR });
  if (list === undefined) return;
  await page.getByTestId('file-input').setInputFiles(path.resolve(list));
  await page.locator('[data-code="clip-list-applied"]').waitFor();
}

/** Takes the networks in, one after another. */
async function takeBackbones(page) {
  for (const file of BACKBONES) {
    await page.getByTestId('nav-data').click();
    await page.getByTestId('file-input').setInputFiles(path.resolve(file));
    await page.getByTestId('nav-train').click();
    await page.getByTestId('approach').selectOption('transfer');
    const id = path.basename(file, '.onnx');
    await page
      .locator(`[data-testid="param-backbone"] option[value="${id}"]`)
      .waitFor({ state: 'attached', timeout: HOUR });
  }
}

async function train(page, approach, split, seed) {
  await page.getByTestId('nav-train').click();
  const [id, backbone] = approach.split('/');
  await page.getByTestId('approach').selectOption(id);
  if (backbone) await page.getByTestId('param-backbone').selectOption(backbone);
  await page.getByTestId('split').selectOption(split);
  await page.getByTestId('param-seed').fill(String(seed));
  await page.getByTestId('train-start').click();
  const status = page.getByTestId('train-status');
  await status.and(page.locator('[data-state="running"]')).waitFor();
  await status
    .and(page.locator('[data-state="done"], [data-state="failed"]'))
    .waitFor({ timeout: HOUR });
  const run = await status.getAttribute('data-run');
  await page.getByTestId('nav-compare').click();
  const row = page.locator(`[data-testid="run-row"][data-run="${run}"]`);
  await row.waitFor();
  const { accuracy, macroF1, seconds } = await row.evaluate((element) => ({ ...element.dataset }));
  const result = { accuracy: Number(accuracy), macroF1: Number(macroF1), seconds: Number(seconds) };
  console.log(`${approach}, ${split}, seed ${seed}:`, JSON.stringify(result));
  return result;
}

const percent = (values) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const low = Math.min(...values);
  const high = Math.max(...values);
  return `${(100 * mean).toFixed(0)} % (${(100 * low).toFixed(0)}–${(100 * high).toFixed(0)})`;
};

await build({ logLevel: 'error' });
const server = await preview({ preview: { port: PORT, strictPort: true } });
const browser = await chromium.launch({
  executablePath: await ensureChromium(),
  args: [
    '--no-sandbox',
    '--disable-background-networking',
    ...(process.env.CHROME_ARGS?.split(' ') ?? []),
  ],
});
try {
  const page = await browser.newPage();
  await page.goto(`http://localhost:${PORT}/`);
  await page.getByTestId('dataset-summary').waitFor();
  if (folder !== undefined) await importMusic(page);
  await takeBackbones(page);
  await page.getByTestId('nav-data').click();
  const summary = await page
    .getByTestId('dataset-summary')
    .evaluate((element) => ({ ...element.dataset }));
  console.log(`${summary.clips} clips, ${summary.genres} genres, ${summary.quarantined} set aside`);
  const lines = [];
  for (const approach of APPROACHES) {
    for (const split of SPLITS) {
      const results = [];
      for (const seed of SEEDS) results.push(await train(page, approach, split, seed));
      const seconds = results.map((result) => result.seconds);
      const longest = Math.max(...seconds).toFixed(0);
      const accuracy = percent(results.map((result) => result.accuracy));
      const macroF1 = percent(results.map((result) => result.macroF1));
      lines.push(`| ${approach} | ${split} | ${accuracy} | ${macroF1} | ${longest} s |`);
    }
  }
  console.log(
    '\n| approach | split | accuracy: mean (lowest–highest) | macro F1 | longest training |',
  );
  console.log('| --- | --- | --- | --- | --- |');
  console.log(lines.join('\n'));
} finally {
  await browser.close();
  await server.close();
}
