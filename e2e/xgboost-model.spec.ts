// A model on its way to Python and back: the file that Compare gives away is a file that Live takes, and the model in
// it hears the same.

import { expect, test, type Page } from '@playwright/test';
import { readFileSync, writeFileSync } from 'node:fs';
import { findMusic } from './music';
import { wav } from './wav';

interface Answer {
  readonly genre: string | null;
  readonly confidence: number;
}

async function ask(page: Page, file: string): Promise<Answer> {
  const result = page.getByTestId('classify-result');
  await page.getByTestId('classify-input').setInputFiles(file);
  await expect(result).toBeVisible({ timeout: 60_000 });
  return {
    genre: await result.getAttribute('data-genre'),
    confidence: Number(await result.getAttribute('data-confidence')),
  };
}

test('a model goes out as XGBoost’s JSON, comes back and answers the same', async ({ page }) => {
  const { heldOut } = findMusic(1);
  await page.goto('./#/train');
  await page.getByTestId('train-start').click();
  await expect(page.getByTestId('train-status')).toHaveAttribute('data-state', 'done');

  await page.getByTestId('nav-compare').click();
  const downloading = page.waitForEvent('download');
  await page.getByTestId('export-xgboost').click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(
    /^quick-baseline-[a-z0-9-]+-\d{4}-\d\d-\d\d-\d{6}\.json$/,
  );
  const path = await download.path();
  const { learner } = JSON.parse(readFileSync(path, 'utf8')) as {
    learner: { objective: { name: string }; feature_names: string[] };
  };
  expect(learner.objective.name).toBe('multi:softprob');

  await page.getByTestId('nav-live').click();
  const trained = await page.getByTestId('live-model').inputValue();
  const original = await ask(page, heldOut);
  const buffer = readFileSync(path);
  const file = { name: 'from-python.json', mimeType: 'application/json', buffer };
  await page.getByTestId('import-xgboost').setInputFiles(file);
  const notice = page.locator('[data-testid="notice"][data-code="model-imported"]');
  await expect(notice).toContainText('from-python.json');
  const imported = await page.getByTestId('live-model').inputValue();
  expect(imported).not.toBe(trained);

  await page.getByRole('button', { name: 'Ask this model too' }).click();
  await expect(page.getByTestId('classify-result')).toContainText('from-python.json');
  const result = page.getByTestId('classify-result');
  expect(await result.getAttribute('data-genre')).toBe(original.genre);
  const confidence = Number(await result.getAttribute('data-confidence'));
  expect(Math.abs(confidence - original.confidence)).toBeLessThan(1e-5);

  await page.getByTestId('nav-compare').click();
  const row = page.locator(`[data-testid="run-row"][data-run="${imported}"]`);
  await expect(row).toContainText('XGBoost model (imported)');
  await expect(row).toContainText('from-python.json');
  await expect(row).not.toContainText('Patience');
  await page.getByTestId('importance-run').click();
  await expect(page.getByText(/Asked on \d+ clips.*any of which the model may/)).toBeVisible();
  // Most of the demo set's clips are those that it learned from.
  expect(Number(await row.getAttribute('data-accuracy'))).toBeGreaterThan(0.8);
});

test('the classes of a model can be named after its import, and its score follows', async ({
  page,
}) => {
  await page.goto('./#/train');
  await page.getByTestId('train-start').click();
  await expect(page.getByTestId('train-status')).toHaveAttribute('data-state', 'done');
  await page.getByTestId('nav-compare').click();
  const exported = async (): Promise<XgboostFile> => {
    const downloading = page.waitForEvent('download');
    await page.getByTestId('export-xgboost').click();
    return JSON.parse(readFileSync(await (await downloading).path(), 'utf8')) as XgboostFile;
  };
  const file = await exported();
  const genres = JSON.parse(file.learner.attributes['classes']!) as string[];
  const wrong = [...genres].reverse();
  file.learner.attributes['classes'] = JSON.stringify(genres.map((_, i) => `class ${i}`));
  await page.getByTestId('nav-live').click();
  await page.getByTestId('import-xgboost').setInputFiles({
    name: 'unnamed.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(file)),
  });
  await expect(page.locator('[data-testid="notice"][data-code="model-imported"]')).toBeVisible();

  await page.getByTestId('nav-compare').click();
  const row = page.getByTestId('run-row').filter({ hasText: 'unnamed.json' });
  const fields = page.getByTestId('class-name');
  const use = page.getByTestId('name-classes');
  const accuracy = async (): Promise<number> => Number(await row.getAttribute('data-accuracy'));
  await expect(fields.first()).toHaveValue('class 0');
  await expect(use).toBeDisabled();
  await fields.nth(1).fill('class 0');
  await expect(page.getByText('names both class 0 and class 1')).toBeVisible();
  for (const [i, name] of wrong.entries()) await fields.nth(i).fill(name);
  await use.click();
  await expect.poll(accuracy).toBeGreaterThan(0);
  expect(await accuracy()).toBeLessThan(0.5);

  await page.getByText('Names of its classes').click();
  await page.getByTestId('take-genres').click();
  await use.click();
  await expect.poll(accuracy).toBeGreaterThan(0.8);
  expect(JSON.parse((await exported()).learner.attributes['classes']!)).toEqual(genres);

  const named = page.locator('[data-testid="notice"][data-code^="classes-named"]');
  await named.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(accuracy).toBeLessThan(0.5);
  expect(JSON.parse((await exported()).learner.attributes['classes']!)).toEqual(wrong);

  await page.getByTestId('test-imported').click();
  const tested = page.locator('[data-testid="notice"][data-code="model-tested"]');
  await expect(tested).toContainText('It was tested on');
  await expect(page.getByTestId('left-out')).toBeHidden();
  await page.getByText('Names of its classes').click();
  await fields.first().fill('Blues Rock');
  await use.click();
  await expect(page.getByTestId('left-out')).toContainText(`of ${wrong[0]} are left out`);
  await named.first().getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByTestId('left-out')).toBeHidden();
  await page.getByTestId('nav-live').click();
  await expect(page.getByText('Knows')).toContainText(wrong.slice(0, 3).join(', '));
});

interface XgboostFile {
  readonly learner: { readonly attributes: Record<string, string> };
}

/** As many trees as make a file of about that size, from one with few. */
function enlarged(text: string, bytes: number): string {
  const file = JSON.parse(text) as {
    learner: {
      gradient_booster: {
        model: {
          gbtree_model_param: { num_trees: string };
          iteration_indptr: number[];
          tree_info: number[];
          trees: unknown[];
        };
      };
    };
  };
  const { model } = file.learner.gradient_booster;
  const times = Math.ceil(bytes / text.length);
  const numTrees = times * model.trees.length;
  const repeat = <Item>(list: readonly Item[]): Item[] => Array(times).fill(list).flat() as Item[];
  model.trees = repeat(model.trees);
  model.tree_info = repeat(model.tree_info);
  model.iteration_indptr = [0, numTrees];
  model.gbtree_model_param.num_trees = String(numTrees);
  return JSON.stringify(file);
}

test('a large model can be stopped while it is read or tested, and the page stays alive', async ({
  page,
}, testInfo) => {
  await page.goto('./#/train');
  await page.getByTestId('train-start').click();
  await expect(page.getByTestId('train-status')).toHaveAttribute('data-state', 'done');
  await page.getByTestId('nav-compare').click();
  const downloading = page.waitForEvent('download');
  await page.getByTestId('export-xgboost').click();
  const small = readFileSync(await (await downloading).path(), 'utf8');
  const path = testInfo.outputPath('large.json');
  writeFileSync(path, enlarged(small, 40e6));

  await page.getByTestId('nav-live').click();
  const models = page.getByTestId('live-model').locator('option');
  await expect(models).toHaveCount(1);
  const choose = page.getByTestId('import-xgboost');
  const reading = page.getByTestId('model-reading');
  await choose.setInputFiles(path);
  await expect(reading).toContainText('large.json');
  await page.getByTestId('stop-model-reading').click();
  await expect(reading).toBeHidden();
  await expect(choose).toBeEnabled();

  await page.evaluate(() => {
    const watch = { longest: 0, last: performance.now() };
    Object.assign(window, { watch });
    const look = (): void => {
      const now = performance.now();
      watch.longest = Math.max(watch.longest, now - watch.last);
      watch.last = now;
      setTimeout(look, 10);
    };
    look();
  });
  await choose.setInputFiles(path);
  const notice = page.locator('[data-testid="notice"][data-code="model-imported"]');
  await expect(notice).toContainText('large.json', { timeout: 60_000 });
  const longest = await page.evaluate(
    () => (window as unknown as { watch: { longest: number } }).watch.longest,
  );
  console.info(`40 MB: the page was busy for ${longest.toFixed(0)} ms at most`);
  expect(longest).toBeLessThan(1000);
  await expect(models).toHaveCount(2);

  await page.getByTestId('nav-compare').click();
  const row = page.getByTestId('run-row').filter({ hasText: 'large.json' });
  const before = await row.getAttribute('data-accuracy');
  const work = page.getByTestId('model-work');
  const tested = page.locator('[data-testid="notice"][data-code="model-tested"]');
  await page.getByTestId('test-imported').click();
  await expect(work).toContainText('large.json');
  await page.getByTestId('stop-model-work').click();
  await expect(work).toBeHidden();
  await expect(tested).toBeHidden();
  expect(await row.getAttribute('data-accuracy')).toBe(before);
  await page.getByTestId('test-imported').click();
  await expect(tested).toContainText('It was tested on', { timeout: 60_000 });
  expect(await row.getAttribute('data-accuracy')).toBe(before);
});

test('a file that is no model is named, and nothing is lost', async ({ page }) => {
  await page.goto('./#/live');
  const choose = page.getByTestId('import-xgboost');
  const notice = (code: string) => page.locator(`[data-testid="notice"][data-code="${code}"]`);
  const take = (text: string) =>
    choose.setInputFiles({
      name: 'model.json',
      mimeType: 'application/json',
      buffer: Buffer.from(text),
    });
  await choose.setInputFiles({
    name: 'tone.wav',
    mimeType: 'audio/wav',
    buffer: wav({ seconds: 1, toneHz: 440 }),
  });
  await expect(notice('model-file-not-json')).toContainText(
    'tone.wav, a recording (WAV). Choose the file',
  );
  await take('{"learner": {"gradient_booster"');
  await expect(notice('model-file-invalid')).toContainText('not JSON');
  await take('{"learner": {"gradient_booster": {"name": "gblinear"}}}');
  await expect(notice('model-file-unsupported')).toContainText('gblinear');
  await page.getByTestId('nav-train').click();
  await expect(page.getByTestId('train-start')).toBeEnabled();
});
