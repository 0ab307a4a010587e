// Augmented versions of the training clips: made once, by real workers, of training clips alone, and kept.

import { expect, test, type Page } from '@playwright/test';
import { wav } from './wav';

const TINY_CNN = { epochs: '1', width: '1', batchSize: '8', cropSeconds: '1' };

interface SavedRun {
  readonly id: string;
  readonly config: { readonly params: Readonly<Record<string, unknown>> };
  readonly split: Readonly<Record<'train' | 'validation' | 'test', readonly string[]>>;
}

/** Every row of a table, with its key. */
function rowsOf<Row>(page: Page, table: string): Promise<[string, Row][]> {
  return page.evaluate(
    (name) =>
      new Promise<[string, Row][]>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => reject(new Error(`no ${name}`));
        opening.onsuccess = () => {
          const rows: [string, Row][] = [];
          const reading = opening.result.transaction('rows').objectStore('rows').openCursor();
          reading.onerror = () => reject(new Error(`no rows in ${name}`));
          reading.onsuccess = () => {
            const cursor = reading.result;
            if (!cursor) {
              opening.result.close();
              resolve(rows);
              return;
            }
            rows.push([cursor.key as string, cursor.value as Row]);
            cursor.continue();
          };
        };
      }),
    table,
  );
}

/** The clips that variants are kept of, one entry a variant and extractor. */
async function clipsOfVariants(page: Page): Promise<string[]> {
  const keys = (await rowsOf(page, 'earmark-features')).map(([key]) => key);
  return keys.filter((key) => key.includes('~')).map((key) => key.slice(0, key.indexOf('~')));
}

async function importTwoGenres(page: Page, clipsPerGenre: number, seconds: number): Promise<void> {
  await page.goto('./');
  await expect(page.getByTestId('dataset-summary')).toBeVisible();
  const files = ['rock', 'jazz'].flatMap((genre, g) =>
    Array.from({ length: clipsPerGenre }, (_, i) => ({
      name: `${genre}.${String(i).padStart(5, '0')}.wav`,
      mimeType: 'audio/wav',
      buffer: wav({ seconds, toneHz: 100 + 400 * g + 7 * i }),
    })),
  );
  await page.getByTestId('file-input').setInputFiles(files);
  await expect(page.getByTestId('import-status')).toHaveAttribute('data-state', 'done', {
    timeout: 120_000,
  });
  await page.getByTestId('nav-train').click();
}

async function choose(page: Page, approach: string, params: Record<string, string>): Promise<void> {
  await page.getByTestId('approach').selectOption(approach);
  for (const [name, value] of Object.entries(params)) {
    const input = page.getByTestId(`param-${name}`);
    if (!(await input.isVisible())) await page.getByText('More settings').click();
    await input.fill(value);
  }
}

async function train(page: Page, approach: string, params: Record<string, string>): Promise<void> {
  await choose(page, approach, params);
  await page.getByTestId('train-start').click();
  const status = page.getByTestId('train-status');
  await expect(status).toHaveAttribute('data-state', 'running');
  await expect(status).toHaveAttribute('data-state', /done|failed/, { timeout: 120_000 });
  await expect(status).toHaveAttribute('data-state', 'done');
}

test('both approaches learn from one extra version of each training clip', async ({ page }) => {
  await importTwoGenres(page, 8, 3);
  await train(page, 'quick-baseline', { variants: '1', rounds: '5' });
  const [[, run]] = (await rowsOf<SavedRun>(page, 'earmark-runs')) as [[string, SavedRun]];
  expect(run.config.params['variants']).toBe(1);
  const tables = await clipsOfVariants(page);
  expect(new Set(tables)).toEqual(new Set(run.split.train));
  const heldOut = [...run.split.validation, ...run.split.test];
  expect(heldOut.length).toBeGreaterThan(0);
  expect(tables.filter((clip) => heldOut.includes(clip))).toEqual([]);

  await train(page, 'cnn', { ...TINY_CNN, variants: '1' });
  const all = await clipsOfVariants(page);
  // The same seed, so the same variants: one spectrogram more of each.
  expect(all.length - tables.length).toBe(run.split.train.length);
  await page.getByTestId('nav-compare').click();
  await expect(page.getByTestId('run-row')).toHaveCount(2);

  // Another page keeps them as long as their runs are there.
  await page.reload();
  await expect(page.getByTestId('nav-compare')).toBeVisible();
  await page.getByTestId('nav-train').click();
  await train(page, 'quick-baseline', { variants: '1', rounds: '5' });
  expect(await clipsOfVariants(page)).toHaveLength(all.length);
});

test('making them is stopped, and resuming makes only what was missing', async ({ page }) => {
  await importTwoGenres(page, 6, 15);
  await choose(page, 'cnn', { ...TINY_CNN, variants: '4' });
  await page.getByTestId('train-start').click();
  await expect.poll(async () => (await clipsOfVariants(page)).length).toBeGreaterThan(0);
  await page.getByTestId('train-stop').click();
  const status = page.getByTestId('train-status');
  await expect(status).toHaveAttribute('data-state', 'stopped');
  const [[, run]] = (await rowsOf<SavedRun>(page, 'earmark-runs')) as [[string, SavedRun]];
  const total = 4 * run.split.train.length;
  const before = (await clipsOfVariants(page)).length;
  expect(before).toBeLessThan(total);

  await page.getByTestId('train-resume').click();
  await expect(status).toHaveAttribute('data-state', 'done', { timeout: 120_000 });
  await expect(status).toHaveAttribute('data-run', run.id);
  // Variants of any other parameters would come on top.
  expect(await clipsOfVariants(page)).toHaveLength(total);
});
