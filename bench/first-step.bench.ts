// How long a visitor waits from the click on Train until the network has taken its first step, with everything measured and
// compiled that an earlier run left behind (a warm cache). On the page as it is built, in Chromium.

import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { webgpuArgs } from '../test/chromium-args';
import { serveFreshBuild, visitApp, type BuiltApp } from './built-app';
import { benchRow, type BenchRow } from './row';

const MAX_SECONDS = 3;
const REPEATS = 3;
const TIMEOUT_MILLISECONDS = 600_000;

interface Setup {
  readonly metric: string;
  readonly backend: 'wasm' | 'webgpu';
  readonly browserArgs: readonly string[];
  /** Settings other than the form's own, by name. */
  readonly params: Readonly<Record<string, string>>;
}

const SETUPS: readonly Setup[] = [
  {
    metric: 'first step after Train, demo set, WebAssembly, default network',
    backend: 'wasm',
    browserArgs: [],
    params: {},
  },
  {
    metric: 'first step after Train, demo set, WebGPU in software (SwiftShader), width 1, batch 8',
    backend: 'webgpu',
    browserArgs: webgpuArgs,
    params: { width: '1', batchSize: '8' },
  },
];

async function fill(page: Page, params: Setup['params']): Promise<void> {
  for (const [name, value] of Object.entries(params)) {
    const input = page.getByTestId(`param-${name}`);
    if (!(await input.isVisible())) await page.getByText('More settings').click();
    await input.fill(value);
  }
}

/** Clicks Train; seconds until the page has heard of the first step. */
function secondsToFirstStep(page: Page): Promise<number> {
  return page.evaluate(() => {
    const monitor = document.querySelector<HTMLElement>('[data-testid="gpu-monitor"]')!;
    const start = document.querySelector<HTMLElement>('[data-testid="train-start"]')!;
    return new Promise<number>((resolve) => {
      const observer = new MutationObserver(() => {
        if (monitor.dataset['stepMs'] === '') return;
        observer.disconnect();
        resolve((performance.now() - clickedAt) / 1000);
      });
      const clickedAt = performance.now();
      start.click();
      // Whatever an earlier run has left there is gone a moment after the click.
      setTimeout(() => observer.observe(monitor, { attributes: true }));
    });
  });
}

async function stop(page: Page): Promise<void> {
  await page.getByTestId('train-stop').click();
  await page
    .locator('[data-testid="train-status"][data-state="stopped"]')
    .waitFor({ timeout: TIMEOUT_MILLISECONDS });
}

/** Of one visit: the clips are measured by a first short run, then the page is opened anew for each measurement. */
async function measure(app: BuiltApp, { backend, browserArgs, params }: Setup): Promise<number[]> {
  return visitApp(app, { browserArgs }, async (page) => {
    page.setDefaultTimeout(TIMEOUT_MILLISECONDS);
    const prepare = async (): Promise<void> => {
      await page.getByTestId('nav-train').click();
      await page.getByTestId('approach').selectOption('cnn');
      await fill(page, params);
      await page.locator(`[data-testid="backend"][data-backend="${backend}"]`).waitFor();
    };
    await prepare();
    await secondsToFirstStep(page);
    await stop(page);
    const seconds: number[] = [];
    for (let i = 0; i < REPEATS; i++) {
      await page.reload();
      await page.getByTestId('dataset-summary').or(page.getByTestId('approach')).first().waitFor();
      await prepare();
      seconds.push(await secondsToFirstStep(page));
      await stop(page);
    }
    return seconds.sort((a, b) => a - b);
  });
}

export default async function benchFirstStep() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'earmark-bench-'));
  let app: BuiltApp | null = null;
  try {
    app = await serveFreshBuild(folder);
    const rows: BenchRow[] = [];
    const problems: string[] = [];
    for (const setup of SETUPS) {
      const sorted = await measure(app, setup);
      const median = sorted[Math.floor(sorted.length / 2)]!;
      rows.push(
        benchRow({
          metric: `${setup.metric} (median of ${REPEATS})`,
          unit: 's',
          better: 'less',
          ours: median,
          peer: setup.backend === 'wasm' ? MAX_SECONDS : null,
          peerName: 'what is promised, at most',
        }),
      );
      if (setup.backend === 'wasm' && median > MAX_SECONDS) {
        problems.push(
          `The first step takes ${median.toFixed(1)} s on WebAssembly: at most ${MAX_SECONDS} s expected.`,
        );
      }
    }
    return { rows, problems };
  } finally {
    await app?.close();
    rmSync(folder, { recursive: true });
  }
}
