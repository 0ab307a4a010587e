// A graphics process that is killed in the middle of an epoch, by its id.

import { expect, test, type Browser } from '@playwright/test';
import {
  chooseTinyCnn,
  importTwoGenres,
  recordStates,
  savedRow,
  startRun,
  statusOf,
  untilEpoch,
  untilState,
} from './tiny-cnn';

/** That of this browser and no other. */
async function killGpuProcess(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const gpu = processInfo.find(({ type }) => type === 'GPU');
  if (!gpu) throw new Error('The browser has no GPU process.');
  process.kill(gpu.id, 'SIGKILL');
  await session.detach();
}

test('a GPU that is lost is recovered once; after the second time a reload goes on by itself', async ({
  page,
  browser,
}, info) => {
  test.skip(info.project.name !== 'webgpu', 'there is no GPU to lose');
  await importTwoGenres(page, 4);
  await chooseTinyCnn(page, { epochs: 16 });
  const run = await startRun(page, 2);
  const states = await recordStates(page);
  await killGpuProcess(browser);
  const notice = (code: string) => page.locator(`[data-testid="notice"][data-code="${code}"]`);
  await expect(notice('compute-failed')).toContainText(/goes on from what was saved last, after/);
  await untilState(page, 'running');
  expect((await states()).slice(-2)).toEqual(['recovering', 'running']);
  const epoch = Number(await statusOf(page).getAttribute('data-epoch'));
  expect(epoch).toBeGreaterThan(0);
  await untilEpoch(page, epoch + 1);

  await killGpuProcess(browser);
  await untilState(page, 'failed');
  await expect(notice('device-lost-twice')).toBeVisible();
  expect(await savedRow(page, 'models', run)).toMatchObject({ classes: ['jazz', 'rock'] });
  await page.getByRole('button', { name: 'Reload and resume' }).click();
  await expect(statusOf(page)).toHaveAttribute('data-run', run);
  await untilState(page, 'done');
  await expect(statusOf(page)).toHaveAttribute('data-epoch', '16');
  const kept = (await savedRow(page, 'runs', run)) as { history: { trainLoss: number }[] };
  expect(kept.history).toHaveLength(16);
  for (const { trainLoss } of kept.history) expect(trainLoss).toBeGreaterThan(0);
});
