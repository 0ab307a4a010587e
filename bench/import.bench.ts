// How fast clips of 30 s become features in Chromium (decode, extract, store), and whether the tab's memory grows
// with their number. Measured apart: memory can only be sampled with a garbage collection each time, which costs speed.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { encodeWav } from '../src/audio/wav-encode';
import { createRandom } from '../src/core/random';
import { defaultPoolSize } from '../src/rpc/worker-pool';
import { serveFreshBuild, visitApp, type BuiltApp } from './built-app';
import { runPython } from './python-peer';
import { benchRow, type BenchRow } from './row';

const SAMPLE_RATE = 44_100;
const CLIP_SECONDS = 30;
const SPEED_CLIPS = 60;
const PEER_CLIPS = 20;
const FEW = 50;
const MANY = 500;
/** Peak memory at MANY clips over that at FEW, at most. */
const MAX_MEMORY_GROWTH = 1.3;
const SAMPLE_INTERVAL_MILLISECONDS = 1000;
const HOUR_MILLISECONDS = 3_600_000;

/** A clip of its own for each index: two tones and noise. */
function clipBytes(index: number): Uint8Array {
  const random = createRandom(index);
  const first = 110 * 2 ** (random.integer(36) / 12);
  const second = first * 2 ** (random.integer(12) / 12);
  const samples = Float32Array.from({ length: SAMPLE_RATE * CLIP_SECONDS }, (_, i) => {
    const t = i / SAMPLE_RATE;
    const beat = 1 - ((t * 2) % 1);
    const tones = Math.sin(2 * Math.PI * first * t) + Math.sin(2 * Math.PI * second * t);
    return 0.2 * beat * tones + 0.05 * (random.next() - 0.5);
  });
  return new Uint8Array(encodeWav({ samples, sampleRate: SAMPLE_RATE }));
}

function writeClips(folder: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const genre = index % 2 === 0 ? 'even' : 'odd';
    const file = path.join(folder, `${genre}.${String(index).padStart(5, '0')}.wav`);
    writeFileSync(file, clipBytes(index));
    return file;
  });
}

/** Seconds from choosing the files until the last one is stored; `whileWaiting` goes on meanwhile. */
async function importClips(
  page: Page,
  files: readonly string[],
  whileWaiting: () => Promise<void> = async () => {},
): Promise<number> {
  const startedAt = performance.now();
  await page.getByTestId('file-input').setInputFiles([...files]);
  const inState = (...states: string[]) =>
    page
      .getByTestId('import-status')
      .and(page.locator(states.map((state) => `[data-state="${state}"]`).join()));
  // The page may still say "done" of the demo set.
  await inState('running').waitFor();
  const [seconds] = await Promise.all([
    inState('done', 'failed')
      .waitFor({ timeout: HOUR_MILLISECONDS })
      .then(() => (performance.now() - startedAt) / 1000),
    whileWaiting(),
  ]);
  const clips = await page.getByTestId('dataset-summary').getAttribute('data-clips');
  if (Number(clips) !== files.length) throw new Error(`${clips} of ${files.length} clips.`);
  return seconds;
}

/** @param cores as the page is told */
async function clipsPerSecond(app: BuiltApp, files: readonly string[], cores: number) {
  const seconds = await visitApp(app, { cores }, (page) => importClips(page, files));
  return files.length / seconds;
}

/** Most bytes that page and workers had together, sampled every second. */
async function peakBytes(app: BuiltApp, files: readonly string[]): Promise<number> {
  const browserArgs = ['--enable-blink-features=ForceEagerMeasureMemory'];
  return visitApp(app, { browserArgs }, async (page) => {
    let peak = 0;
    const sample = async (): Promise<string | null> => {
      const bytes = await page.evaluate(async () => {
        const measuring = performance as unknown as {
          measureUserAgentSpecificMemory(): Promise<{ bytes: number }>;
        };
        return (await measuring.measureUserAgentSpecificMemory()).bytes;
      });
      peak = Math.max(peak, bytes);
      return page.getByTestId('import-status').getAttribute('data-state');
    };
    await importClips(page, files, async () => {
      while (!/done|failed/.test((await sample()) ?? '')) {
        await page.waitForTimeout(SAMPLE_INTERVAL_MILLISECONDS);
      }
    });
    return peak;
  });
}

function librosaClipsPerSecond(files: readonly string[]): number | null {
  const printed = runPython({
    needs: ['librosa'],
    script: 'librosa_features.py',
    args: ['import', ...files.slice(0, PEER_CLIPS)],
  });
  return printed === null ? null : Number(printed);
}

async function measureSpeed(app: BuiltApp, files: readonly string[]): Promise<BenchRow[]> {
  const cores = os.cpus().length;
  const poolSize = defaultPoolSize(cores);
  const row = (workers: string, ours: number, peer: number | null): BenchRow =>
    benchRow({
      metric: `import of ${files.length} clips of 30 s, ${workers}`,
      unit: 'clips/s',
      better: 'more',
      ours,
      peer,
      peerName: 'librosa, one thread (log-mel and timbre only)',
    });
  const pool = await clipsPerSecond(app, files, cores);
  const librosa = librosaClipsPerSecond(files);
  if (poolSize === 1) return [row(`one worker (the pool on ${cores} cores)`, pool, librosa)];
  const alone = await clipsPerSecond(app, files, 1);
  return [row(`pool of ${poolSize} workers`, pool, librosa), row('one worker', alone, librosa)];
}

export default async function benchImport() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'earmark-bench-'));
  let app: BuiltApp | null = null;
  try {
    app = await serveFreshBuild(folder);
    const files = writeClips(folder, MANY);
    const rows = await measureSpeed(app, files.slice(0, SPEED_CLIPS));
    const few = await peakBytes(app, files.slice(0, FEW));
    const many = await peakBytes(app, files);
    const growth = many / few;
    rows.push(
      benchRow({
        metric: `peak memory of page and workers, ${MANY} clips`,
        unit: 'MB',
        better: 'less',
        ours: many / 1e6,
        peer: few / 1e6,
        peerName: `the same at ${FEW} clips`,
      }),
    );
    const problem = `Memory grows with the clips: ${growth.toFixed(2)} times from ${FEW} to ${MANY}, at most ${MAX_MEMORY_GROWTH} expected.`;
    return { rows, problems: growth > MAX_MEMORY_GROWTH ? [problem] : [] };
  } finally {
    await app?.close();
    rmSync(folder, { recursive: true });
  }
}
