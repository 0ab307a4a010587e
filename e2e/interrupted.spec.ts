// A training whose worker, device, tab or storage goes away: it goes on, or ends with what it had learned.

import { expect, test, type Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { fillStorage } from './full-storage';
import { reloadWhen } from './interrupt-when';
import {
  chooseTinyCnn,
  importTwoGenres,
  recordStates,
  savedRow,
  startAndStop,
  startRun,
  statusOf,
  trainingWorker,
  untilEpoch,
  untilState,
} from './tiny-cnn';

const noticeOf = (page: Page, code: string) =>
  page.locator(`[data-testid="notice"][data-code="${code}"]`);

async function expectModel(page: Page, run: string): Promise<void> {
  expect(await savedRow(page, 'models', run)).toMatchObject({
    version: 1,
    classes: ['jazz', 'rock'],
  });
}

/** Of the next whole batch: validation scores fewer clips at once. */
function spoilOneLoss(page: Page): Promise<void> {
  return trainingWorker(page).evaluate(() => {
    const { log } = Math;
    let atOnce = 0;
    Math.log = (value) => {
      if (atOnce === 0) queueMicrotask(() => (atOnce = 0));
      if (++atOnce < 6) return log(value);
      Math.log = log;
      return NaN;
    };
  });
}

/** What browsers do to a page that is not looked at: no frames any more, timers once a second at most. */
function hide(page: Page): Promise<void> {
  return page.evaluate(() => {
    const { setTimeout: later } = globalThis;
    Object.defineProperty(document, 'hidden', { get: () => true });
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' });
    Object.assign(globalThis, {
      requestAnimationFrame: () => 0,
      setTimeout: (task: () => void, milliseconds = 0) => later(task, Math.max(1000, milliseconds)),
    });
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

/** The zip that Compare gives away. */
async function exportedModel(page: Page): Promise<Buffer> {
  const downloading = page.waitForEvent('download');
  await page.getByTestId('export-model').click();
  return readFile(await (await downloading).path());
}

const FREE_BYTES = 8 * 2 ** 20;

test.describe('without WebGPU', () => {
  test.beforeEach(({ browserName: _ }, info) => {
    test.skip(info.project.name !== 'no-webgpu', 'software WebGPU takes too long for it');
  });

  test('a worker that dies is replaced; after the second one a reload goes on by itself', async ({
    page,
  }) => {
    await importTwoGenres(page);
    await chooseTinyCnn(page, { epochs: 300 });
    const run = await startRun(page, 3);
    const states = await recordStates(page);
    await trainingWorker(page).evaluate(() => self.close());
    await expect(noticeOf(page, 'worker-died')).toContainText(/goes on from what was saved last/);
    await untilState(page, 'running');
    expect((await states()).slice(-2)).toEqual(['recovering', 'running']);
    const epoch = Number(await statusOf(page).getAttribute('data-epoch'));
    await untilEpoch(page, epoch + 3);
    await trainingWorker(page).evaluate(() => self.close());
    await untilState(page, 'failed');
    await expect(noticeOf(page, 'device-lost-twice')).toBeVisible();
    await expect(noticeOf(page, 'worker-died')).toHaveCount(0); // it goes on no more, and in one way only
    await expect(page.getByTestId('train-resume')).toBeDisabled();
    await expectModel(page, run);
    expect(await savedRow(page, 'checkpoints', run)).toMatchObject({ version: 1 });

    await page.getByTestId('nav-data').click(); // the message follows to where one looks
    await page.getByTestId('nav-train').click();
    await page.getByRole('button', { name: 'Reload and resume' }).click();
    await expect(statusOf(page)).toHaveAttribute('data-run', run);
    await untilState(page, 'done');
    await expect(statusOf(page)).toHaveAttribute('data-epoch', '300');
    await expect(page.getByTestId('param-epochs')).toHaveValue('300');
    await expectModel(page, run);
  });

  test('a loss that turns into no number ends the run with its best model', async ({ page }) => {
    await importTwoGenres(page);
    await chooseTinyCnn(page, { epochs: 500 });
    const run = await startRun(page, 3);
    await spoilOneLoss(page);
    await untilState(page, 'failed');
    await expect(noticeOf(page, 'training-diverged')).toContainText(
      /in epoch \d+, step \d+ of \d+/,
    );
    await expect(statusOf(page)).toContainText(/best epoch until then is kept: [\d.]+/);
    await expectModel(page, run);
    await page.getByRole('link', { name: 'Try it on a recording' }).click();
    await expect(page.locator(`option[value="${run}"]`)).toBeAttached();
    await page.getByTestId('nav-compare').click();
    await expect(page.locator(`[data-testid="run-row"][data-run="${run}"]`)).toHaveAttribute(
      'data-accuracy',
      /\d/,
    );
  });

  test('a clip whose measurements hold no number is named, and the run goes on without that', async ({
    page,
  }) => {
    await importTwoGenres(page);
    await chooseTinyCnn(page, { epochs: 200 });
    const run = await startAndStop(page, 3);
    await trainingWorker(page).evaluate(() => {
      type From = (values: Iterable<number>, map: (value: number) => number) => Float32Array;
      const from: From = Float32Array.from.bind(Float32Array);
      const spoilOne: From = (values, map) => {
        const read = from(values, map);
        if (!(values instanceof Int16Array)) return read; // no spectrogram
        Object.assign(Float32Array, { from });
        return read.fill(NaN, 7, 8);
      };
      Object.assign(Float32Array, { from: spoilOne });
    });
    const whole = await savedRow(page, 'checkpoints', run);
    await page.getByTestId('train-resume').click();
    await untilState(page, 'failed');
    await expect(noticeOf(page, 'features-damaged')).toContainText(
      /NaN in .+ of “(rock|jazz)\.\d+/,
    );
    expect(await savedRow(page, 'checkpoints', run)).toEqual(whole);
    await expectModel(page, run);
    await page.getByTestId('train-resume').click();
    await untilState(page, 'done');
    await expect(statusOf(page)).toHaveAttribute('data-epoch', '200');
  });

  test('storage that is full does not end a training, and its model is not lost', async ({
    page,
    context,
  }) => {
    const keeper = await context.newPage(); // the limit ends with the page that asked for it, or when that goes elsewhere
    await keeper.goto('./icon.svg');
    const session = await context.newCDPSession(keeper);
    const { origin } = new URL(keeper.url());
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: FREE_BYTES });
    await importTwoGenres(page);
    await chooseTinyCnn(page, { epochs: 200 });
    const run = await startAndStop(page, 3);
    const whole = await savedRow(page, 'checkpoints', run);
    await fillStorage(page);
    await page.getByTestId('train-resume').click();
    await expect(noticeOf(page, 'storage-full')).toContainText(/training goes on/);
    await expectModel(page, run);
    await untilState(page, 'done');
    await expect(noticeOf(page, 'storage-full')).toHaveCount(1);
    await expect(noticeOf(page, 'model-unsaved')).toBeVisible();
    expect(await savedRow(page, 'checkpoints', run)).toEqual(whole);
    await expect(page.getByRole('link', { name: 'Try it on a recording' })).toBeVisible();
    await page.getByTestId('nav-compare').click();
    const exported = await exportedModel(page);

    await session.send('Storage.overrideQuotaForOrigin', { origin });
    await page.getByRole('button', { name: 'Save again' }).click();
    await expect.poll(() => savedRow(page, 'runs', run)).toMatchObject({ status: 'done' });
    await expectModel(page, run);
    expect(exported.equals(await exportedModel(page))).toBe(true);
  });

  test('training does not wait for the frames and timers of its page, which a hidden tab hardly gets', async ({
    page,
  }) => {
    await importTwoGenres(page);
    await chooseTinyCnn(page, { epochs: 500, cropsPerEpoch: 8 });
    await startRun(page, 3);
    const epochNow = async (): Promise<number> =>
      Number(await statusOf(page).getAttribute('data-epoch'));
    const epochsASecond = async (): Promise<number> => {
      const [epoch, time] = [await epochNow(), performance.now()];
      await page.waitForTimeout(2000);
      return (1000 * ((await epochNow()) - epoch)) / (performance.now() - time);
    };
    const shown = await epochsASecond();
    await hide(page);
    const hidden = await epochsASecond();
    expect(shown).toBeGreaterThan(2); // twice as fast as the timers of a hidden tab
    expect(hidden).toBeGreaterThan(shown / 2);
    await expect(statusOf(page)).toHaveAttribute('data-state', 'running');
    await page.getByTestId('train-stop').click();
    await untilState(page, 'stopped');
  });

  test('one tab trains a run, the other says so, and takes it over when that one is closed', async ({
    page,
    context,
  }) => {
    await importTwoGenres(page);
    await chooseTinyCnn(page, { epochs: 500, cropsPerEpoch: 8 });
    const run = await startAndStop(page);

    const other = await context.newPage();
    await other.goto('./#/train');
    await expect(other.getByTestId('train-resume')).toBeEnabled();
    await page.getByTestId('train-resume').click();
    await untilState(page, 'running');
    await other.getByTestId('train-resume').click();
    await expect(noticeOf(other, 'run-in-another-tab')).toBeVisible();
    await expect(other.getByTestId('trained-elsewhere')).toHaveAttribute('data-run', run);
    await expect(other.getByTestId('train-resume')).toBeDisabled();
    await other.reload();
    await expect(other.getByTestId('trained-elsewhere')).toHaveAttribute('data-run', run);
    await expect(statusOf(page)).toHaveAttribute('data-state', 'running');

    await page.close();
    await expect(other.getByTestId('trained-elsewhere')).toHaveCount(0);
    const { history } = (await savedRow(other, 'checkpoints', run)) as RunRow;
    await other.getByTestId('train-resume').click();
    await untilEpoch(other, history.length + 3);
    await expect(statusOf(other)).toHaveAttribute('data-run', run);
    await other.getByTestId('train-stop').click();
    await untilState(other, 'stopped');
  });

  test('a run reloaded at 20 random moments ends as one that never was', async ({ page }) => {
    await importTwoGenres(page, 4);
    const choice = { epochs: 200, cropsPerEpoch: 16 };
    await chooseTinyCnn(page, choice);
    const whole = await startRun(page);
    await untilState(page, 'done');
    // Each reload comes within three epochs of the first new one, so that none can come after the last.
    const longest = 3 * millisecondsAnEpoch((await savedRow(page, 'runs', whole)) as RunRow);
    await chooseTinyCnn(page, choice);
    const broken = await startRun(page);
    let seed = 1;
    let saved = 0;
    let goneOn = 0;
    for (let i = 0; i < 20; i++) {
      seed = (seed * 16_807) % 2_147_483_647;
      await reloadWhen(page, saved + 1, (longest * seed) / 2_147_483_647);
      const { history } = (await savedRow(page, 'checkpoints', broken)) as RunRow;
      if (history.length > saved) goneOn++;

      saved = history.length;
      const resume = page.getByTestId('train-resume');
      await expect(resume).toBeEnabled();
      await resume.click();
    }
    expect(goneOn).toBeGreaterThan(15);
    await untilState(page, 'done');
    await expect(statusOf(page)).toHaveAttribute('data-run', broken);
    expect(await savedRow(page, 'models', broken)).toEqual(await savedRow(page, 'models', whole));
    const [a, b] = await Promise.all(
      [whole, broken].map(async (run) => (await savedRow(page, 'runs', run)) as RunRow),
    );
    expect(b!.evaluation).toEqual(a!.evaluation);
    expect(b!.history.map(withoutSeconds)).toEqual(a!.history.map(withoutSeconds));
  });
});

interface RunRow {
  readonly evaluation: unknown;
  readonly history: readonly { readonly seconds: number }[];
}

function millisecondsAnEpoch({ history }: RunRow): number {
  return (1000 * history.reduce((sum, { seconds }) => sum + seconds, 0)) / history.length;
}

const withoutSeconds = ({ seconds: _, ...epoch }: { readonly seconds: number }): object => epoch;
