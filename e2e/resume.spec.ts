// Long work can be stopped, survives a reload, and goes on where it was.

import { expect, test } from '@playwright/test';
import { reloadWhen } from './interrupt-when';
import { chooseTinyCnn, importTwoGenres, savedRow, startAndStop, startRun } from './tiny-cnn';
import { wav } from './wav';

/** Long enough to be stopped in the middle: software WebGPU is much slower than WebAssembly here. */
const epochsOf = (project: string): string => (project === 'webgpu' ? '24' : '400');

test('a run is stopped, the page reloaded, and the run resumed to its end', async ({
  page,
}, info) => {
  const epochs = epochsOf(info.project.name);
  await importTwoGenres(page);
  await chooseTinyCnn(page, { epochs });
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
  await importTwoGenres(page);
  const status = page.getByTestId('train-status');
  const runs: string[] = [];
  for (const seed of ['3', '4']) {
    await chooseTinyCnn(page, { epochs, seed });
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
  await importTwoGenres(page);
  await chooseTinyCnn(page, { epochs });
  const run = await startRun(page);
  const status = page.getByTestId('train-status');
  await reloadWhen(page, 3);
  expect(await savedRow(page, 'checkpoints', run)).toMatchObject({ version: 1 });
  await page.getByTestId('nav-train').click();
  await page.getByTestId('train-resume').click();
  await expect(status).toHaveAttribute('data-state', 'done', { timeout: 120_000 });
  await expect(status).toHaveAttribute('data-epoch', epochs);
  const { history } = (await savedRow(page, 'runs', run)) as { history: { epoch: number }[] };
  const all = Array.from({ length: Number(epochs) }, (_, i) => i + 1);
  expect(history.map(({ epoch }) => epoch)).toEqual(all);
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
