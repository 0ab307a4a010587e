// The app as visitors get it, built anew from the sources and served, for benches that run in Chromium.

import path from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { build, preview } from 'vite';
import { ensureChromium } from '../scripts/chromium.mjs';

export interface BuiltApp {
  readonly url: string;
  close(): Promise<void>;
}

/** @param folder where the build goes; the caller removes it */
export async function serveFreshBuild(folder: string): Promise<BuiltApp> {
  const outDir = path.join(folder, 'dist');
  await build({ build: { outDir, emptyOutDir: true }, logLevel: 'error' });
  const server = await preview({ build: { outDir }, preview: { port: 0, open: false } });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('The built app is not served.');
  return { url, close: () => server.close() };
}

export interface VisitOptions {
  readonly browserArgs?: readonly string[];
  /** What the page believes the machine has; the machine's own number without it. */
  readonly cores?: number;
}

/** Opens the app in a browser of its own, and closes that when `visit` is over. */
export async function visitApp<Result>(
  { url }: BuiltApp,
  { browserArgs = [], cores }: VisitOptions,
  visit: (page: Page) => Promise<Result>,
): Promise<Result> {
  const browser = await chromium.launch({
    executablePath: await ensureChromium(),
    args: ['--no-sandbox', '--disable-background-networking', ...browserArgs],
  });
  try {
    const page = await browser.newPage();
    if (cores !== undefined) {
      await page.addInitScript((value) => {
        Object.defineProperty(navigator, 'hardwareConcurrency', { value });
      }, cores);
    }
    await page.goto(url);
    await page.getByTestId('dataset-summary').waitFor();
    return await visit(page);
  } finally {
    await browser.close();
  }
}
