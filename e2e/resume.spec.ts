// Long work can be stopped, survives a reload, and goes on where it was.

import { expect, test, type Page } from '@playwright/test';
import { wav } from './wav';

/** Long enough to be stopped in the middle: software WebGPU is much slower than WebAssembly here. */
const epochsOf = (project: string): string => (project === 'webgpu' ? '24' : '400');
const TINY_CNN = { width: '1', batchSize: '8', cropSeconds: '1', patience: '500' };

async function importTwoGenres(page: Page, clipsPerGenre: number): Promise<void> {
  await page.getByTestId('nav-data').click();
  const files = ['rock', 'jazz'].flatMap((genre, g) =>
    Array.from({ length: clipsPerGenre }, (_, i) => ({
      name: `${genre}.${String(i).padStart(5, '0')}.wav`,
      mimeType: 'audio/wav',
      buffer: wav({ seconds: 2, toneHz: 100 + 400 * g + 7 * i }),
    })),
  );
  await page.getByTestId('file-input').setInputFiles(files);
  await expect(page.getByTestId('import-status')).toHaveAttribute('data-state', 'done', {
    timeout: 120_000,
  });
}

async function chooseTinyCnn(page: Page, epochs: string, seed = '1'): Promise<void> {
  await page.getByTestId('nav-train').click();
  await page.getByTestId('approach').selectOption('cnn');
  for (const [name, value] of Object.entries({ ...TINY_CNN, epochs, seed })) {
    const input = page.getByTestId(`param-${name}`);
    if (!(await input.isVisible())) await page.getByText('More settings').click();
    await input.fill(value);
  }
}

/** Stops in the middle; returns the run's id. */
async function startAndStop(page: Page): Promise<string> {
  await page.getByTestId('train-start').click();
  const status = page.getByTestId('train-status');
  await expect(status).toHaveAttribute('data-epoch', /^[1-9]/, { timeout: 120_000 });
  const run = (await status.getAttribute('data-run')) ?? '';
  await page.getByTestId('train-stop').click();
  await expect(status).toHaveAttribute('data-state', 'stopped');
  return run;
}

test('a run is stopped, the page reloaded, and the run resumed to its end', async ({
  page,
}, info) => {
  const epochs = epochsOf(info.project.name);
  await page.goto('./');
  await expect(page.getByTestId('dataset-summary')).toBeVisible();
  await importTwoGenres(page, 8);
  await chooseTinyCnn(page, epochs);
  const status = page.getByTestId('train-status');
  const run = await startAndStop(page);

  await page.reload();
  await page.getByTestId('nav-train').click();
  await page.getByTestId('train-resume').click();
  await expect(status).toHaveAttribute('data-run', run);
  await expect(status).toHaveAttribute('data-state', 'done', { timeout: 120_000 });
  await expect(status).toHaveAttribute('data-epoch', epochs);
  await page.getByTestId('nav-compare').click();
  await expect(page.getByTestId('run-row')).toHaveCount(1);
});

test('of two stopped runs each is gone on with, and the form shows the one that is offered', async ({
  page,
}, info) => {
  const epochs = epochsOf(info.project.name);
  await page.goto('./');
  await expect(page.getByTestId('dataset-summary')).toBeVisible();
  await importTwoGenres(page, 8);
  const status = page.getByTestId('train-status');
  const runs: string[] = [];
  for (const seed of ['3', '4']) {
    await chooseTinyCnn(page, epochs, seed);
    runs.push(await startAndStop(page));
  }

  await page.reload();
  await page.getByTestId('nav-train').click();
  await expect(page.getByTestId('approach')).toHaveValue('cnn');
  await expect(page.getByTestId('param-epochs')).toHaveValue(epochs);
  await expect(page.getByTestId('param-seed')).toHaveValue('4');
  await expect(page.getByTestId('stopped-run')).toHaveAttribute('data-run', runs[1]!);
  await expect(page.getByText('1 other run was stopped')).toBeVisible();
  await page.getByTestId('nav-compare').click();
  const earlier = page.locator(`[data-testid="run-row"][data-run="${runs[0]}"]`);
  await earlier.getByRole('button', { name: /^Resume/ }).click();
  await expect(page.getByTestId('param-seed')).toHaveValue('3');
  for (const run of runs) {
    await expect(status).toHaveAttribute('data-run', run);
    await expect(status).toHaveAttribute('data-state', 'done', { timeout: 120_000 });
    await expect(status.getByRole('status')).toContainText(/Training finished: [\d.]+\s%/);
    if (run === runs[0]) await page.getByTestId('train-resume').click();
  }
  await expect(page.getByTestId('train-resume')).toBeDisabled();
});

test('a reload in the middle of an epoch loses no finished one', async ({ page }, info) => {
  const epochs = epochsOf(info.project.name);
  await page.goto('./');
  await expect(page.getByTestId('dataset-summary')).toBeVisible();
  await importTwoGenres(page, 8);
  await chooseTinyCnn(page, epochs);
  await page.getByTestId('train-start').click();
  const status = page.getByTestId('train-status');
  await expect(status).toHaveAttribute('data-epoch', /^[1-9]/, { timeout: 120_000 });
  await page.reload();
  await page.getByTestId('nav-train').click();
  await page.getByTestId('train-resume').click();
  await expect(status).toHaveAttribute('data-state', 'done', { timeout: 120_000 });
  await expect(status).toHaveAttribute('data-epoch', epochs);
});

test('an import is stopped, and the same files dropped again cost only what was missing', async ({
  page,
}) => {
  await page.goto('./');
  await expect(page.getByTestId('dataset-summary')).toBeVisible();
  const files = Array.from({ length: 30 }, (_, i) => ({
    name: `rock.${String(i).padStart(5, '0')}.wav`,
    mimeType: 'audio/wav',
    buffer: wav({ seconds: 6, toneHz: 100 + 9 * i }),
  }));
  await page.getByTestId('file-input').setInputFiles(files);
  const status = page.getByTestId('import-status');
  await expect(status).toHaveAttribute('data-done', /^[1-9]/, { timeout: 60_000 });
  await page.getByRole('button', { name: /stop/i }).first().click();
  await expect(status).toHaveAttribute('data-state', 'done');
  const kept = Number(await page.getByTestId('dataset-summary').getAttribute('data-clips'));
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(files.length);

  await page.getByTestId('file-input').setInputFiles(files);
  await expect(status).toHaveAttribute('data-done', '30', { timeout: 120_000 });
  await expect(status).toHaveAttribute('data-state', 'done');
  await expect(page.getByTestId('dataset-summary')).toHaveAttribute('data-clips', '30');
  await expect(status).toContainText(/already/i);
});
