// Two genres of tones and a network so small that an epoch takes a moment, for visits that interrupt it.

import { expect, type Locator, type Page, type Worker } from '@playwright/test';
import { stopWhen } from './interrupt-when';
import { wav } from './wav';

const TINY_CNN = { width: '1', batchSize: '8', cropSeconds: '1', patience: '500' };

export async function importTwoGenres(page: Page, clipsPerGenre = 8): Promise<void> {
  await page.goto('./');
  await expect(page.getByTestId('dataset-summary')).toBeVisible();
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

export interface TinyCnnChoice {
  readonly epochs: number | string;
  readonly seed?: string;
  /** Excerpts a clip: what an epoch costs goes with them. */
  readonly cropsPerEpoch?: number;
}

export async function chooseTinyCnn(
  page: Page,
  { epochs, seed = '1', cropsPerEpoch = 2 }: TinyCnnChoice,
): Promise<void> {
  await page.getByTestId('nav-train').click();
  await page.getByTestId('approach').selectOption('cnn');
  const values = { epochs: String(epochs), seed, cropsPerEpoch: String(cropsPerEpoch) };
  for (const [name, value] of Object.entries({ ...TINY_CNN, ...values })) {
    const input = page.getByTestId(`param-${name}`);
    if (!(await input.isVisible())) await page.getByText('More settings').click();
    await input.fill(value);
  }
}

/** Starts the run, waits for its first epochs, and says its id. */
export async function startRun(page: Page, epochs = 1): Promise<string> {
  await page.getByTestId('train-start').click();
  await untilEpoch(page, epochs);
  return runIdOf(page);
}

/** Starts the run, stops it as soon as so many epochs are over, and says its id. */
export async function startAndStop(page: Page, epochs = 1): Promise<string> {
  await stopWhen(page, 'epoch', epochs);
  await page.getByTestId('train-start').click();
  await untilState(page, 'stopped');
  return runIdOf(page);
}

async function runIdOf(page: Page): Promise<string> {
  return (await statusOf(page).getAttribute('data-run')) ?? '';
}

export async function untilEpoch(page: Page, epochs: number): Promise<void> {
  await expect
    .poll(async () => Number(await statusOf(page).getAttribute('data-epoch')), {
      timeout: 120_000,
      intervals: [50],
    })
    .toBeGreaterThanOrEqual(epochs);
}

export function statusOf(page: Page): Locator {
  return page.getByTestId('train-status');
}

export async function untilState(page: Page, state: string): Promise<void> {
  await expect(statusOf(page)).toHaveAttribute('data-state', state, { timeout: 120_000 });
}

export function trainingWorker(page: Page): Worker {
  const worker = page.workers().find((candidate) => /training[^/]*\.js/.test(candidate.url()));
  if (!worker) throw new Error('The training worker is not there.');
  return worker;
}

/** Every state that the status goes through from now on, in order. */
export async function recordStates(page: Page): Promise<() => Promise<string[]>> {
  await statusOf(page).evaluate((element) => {
    const states: string[] = [];
    Object.assign(globalThis, { recordedStates: states });
    new MutationObserver(() => {
      const { state = '' } = (element as HTMLElement).dataset;
      if (states.at(-1) !== state) states.push(state);
    }).observe(element, { attributes: true });
  });
  return () =>
    page.evaluate(() => (globalThis as unknown as { recordedStates: string[] }).recordedStates);
}

/** A row that the page keeps in IndexedDB; undefined where there is none. */
export function savedRow(page: Page, store: string, key: string): Promise<unknown> {
  return page.evaluate(
    ({ store, key }) =>
      new Promise<unknown>((resolve, reject) => {
        const opening = indexedDB.open(`earmark-${store}`);
        opening.onerror = () => reject(opening.error!);
        opening.onsuccess = () => {
          const database = opening.result;
          const reading = database.transaction('rows').objectStore('rows').get(key);
          reading.onsuccess = () => resolve(reading.result);
          reading.onerror = () => reject(reading.error!);
          database.close();
        };
      }),
    { store, key },
  );
}
