// A network on its way elsewhere: the zip that Compare gives away, run by ONNX Runtime on the same recordings by nothing
// but what its front-end.json says, answers as the page does.

import { expect, test, type Page } from '@playwright/test';
import {
  BlobReader,
  TextWriter,
  Uint8ArrayWriter,
  ZipReader,
  type FileEntry,
} from '@zip.js/zip.js';
import { openAsBlob } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-web';
import type { Matrix } from '../src/core/matrix';
import { logMelExtractor } from '../src/features/log-mel';
import { decodeFeature, encodeFeature } from '../src/storage/feature-store';
import { wav } from './wav';

const TINY_CNN = {
  ...{ epochs: '4', width: '2', batchSize: '8' },
  ...{ learningRate: '0.05', cropSeconds: '1', seed: '1' },
};
/** Of a probability, for the same spectrogram: also what the README of the zip promises. */
const TOLERANCE = 1e-4;
const FILES = [
  'README.md',
  'front-end.json',
  'model.onnx',
  'tfjs/model.json',
  'tfjs/weights.bin',
] as const;

interface FrontEnd {
  readonly classes: readonly string[];
  readonly audio: { readonly sampleRate: number };
  readonly mel: { readonly nMels: number };
  readonly excerpts: { readonly numFrames: number; readonly mostPerRecording: number };
}

const recordings = new Map(
  ['rock', 'jazz'].flatMap((genre, g) =>
    Array.from({ length: 8 }, (_, i): [string, Buffer] => [
      `${genre}.${String(i).padStart(5, '0')}.wav`,
      wav({ seconds: 2 + (i % 3), toneHz: 100 + 400 * g + 7 * i }),
    ]),
  ),
);

async function trainOnThem(page: Page): Promise<void> {
  await page.goto('./');
  await expect(page.getByTestId('dataset-summary')).toBeVisible();
  await page.getByTestId('nav-data').click();
  const files = [...recordings].map(([name, buffer]) => ({ name, mimeType: 'audio/wav', buffer }));
  await page.getByTestId('file-input').setInputFiles(files);
  const summary = page.getByTestId('dataset-summary');
  await expect(summary).toHaveAttribute('data-clips', `${recordings.size}`, { timeout: 120_000 });
  await page.getByTestId('nav-train').click();
  await page.getByTestId('approach').selectOption('cnn');
  for (const [name, value] of Object.entries(TINY_CNN)) {
    await page.getByTestId(`param-${name}`).fill(value);
  }
  await page.getByTestId('train-start').click();
  const status = page.getByTestId('train-status');
  await expect(status).toHaveAttribute('data-state', 'done', { timeout: 120_000 });
}

interface Answer {
  readonly clip: string;
  readonly predicted: string;
  readonly confidence: number;
}

/** What the page says of every held-out clip. */
async function shownAnswers(page: Page): Promise<Answer[]> {
  const answers: Answer[] = [];
  const cells = page.locator('[data-testid="confusion-cell"]:not([data-count="0"])');
  await cells.first().waitFor();
  for (const cell of await cells.all()) {
    await cell.click();
    const predicted = (await cell.getAttribute('data-predicted'))!;
    const clips = page.getByTestId('cell-clip');
    await expect(clips).toHaveCount(Number(await cell.getAttribute('data-count')));
    for (const clip of await clips.all()) {
      const confidence = Number(await clip.getAttribute('data-confidence'));
      answers.push({ clip: await clip.locator('.name').innerText(), predicted, confidence });
    }
  }
  return answers;
}

async function unzip(path: string): Promise<Map<string, FileEntry>> {
  const entries = await new ZipReader(new BlobReader(await openAsBlob(path))).getEntries();
  return new Map(
    entries.flatMap((entry) => (entry.directory ? [] : [[entry.filename, entry] as const])),
  );
}

/** The page keeps spectrograms to 1/512 dB, and answers for what it kept. */
function asKept(matrix: Matrix): Matrix {
  const kept = decodeFeature(encodeFeature({ kind: 'matrix', matrix }));
  if (kept.kind !== 'matrix') throw new Error('expected a spectrogram');
  return kept.matrix;
}

/** Evenly spaced excerpts of a recording, as the README says, shape [excerpts, numFrames, nMels]. */
async function excerptsOf(file: Buffer, { audio, mel, excerpts }: FrontEnd): Promise<Tensor> {
  const samples = Float32Array.from(
    { length: (file.length - 44) / 2 },
    (_, i) => file.readInt16LE(44 + 2 * i) / 32768,
  );
  const { sampleRate } = audio;
  const { data, rows } = asKept(await logMelExtractor.extract({ samples, sampleRate }));
  const { numFrames, mostPerRecording } = excerpts;
  const used = Math.min(mostPerRecording, Math.ceil(rows / numFrames));
  const span = rows - numFrames;
  const cut = Array.from({ length: used }, (_, i) => {
    const start = used === 1 ? Math.floor(span / 2) : Math.round((i * span) / (used - 1));
    return [...data.subarray(start * mel.nMels, (start + numFrames) * mel.nMels)];
  });
  return new Tensor('float32', Float32Array.from(cut.flat()), [used, numFrames, mel.nMels]);
}

test('a network goes out as a zip, and ONNX Runtime answers with it as the page does', async ({
  page,
}) => {
  await trainOnThem(page);
  await page.getByTestId('nav-compare').click();
  const shown = await shownAnswers(page);
  expect(shown.length).toBeGreaterThan(1);
  const downloading = page.waitForEvent('download');
  await page.getByTestId('export-model').click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^cnn-[a-z0-9-]+-\d{4}-\d\d-\d\d-\d{6}\.zip$/);

  const entries = await unzip(await download.path());
  expect([...entries.keys()].sort()).toEqual([...FILES].sort());
  const text = (name: string) => entries.get(name)!.getData(new TextWriter());
  const frontEnd = JSON.parse(await text('front-end.json')) as FrontEnd;
  const { weightsManifest } = JSON.parse(await text('tfjs/model.json')) as {
    weightsManifest: { paths: string[]; weights: { shape: number[] }[] }[];
  };
  const sizes = weightsManifest[0]!.weights.map(({ shape }) => shape.reduce((a, b) => a * b, 1));
  expect(entries.get('tfjs/weights.bin')!.uncompressedSize).toBe(
    4 * sizes.reduce((sum, size) => sum + size, 0),
  );

  const words = await text('README.md');
  expect(words).toContain(`of the ${shown.length} held-out clips recognised, random split`);
  expect(words).toMatch(/\| Width \| 2 \|/);
  expect(words).toContain('cut into stretches of 5 s');
  const onnx = await entries.get('model.onnx')!.getData(new Uint8ArrayWriter());
  const session = await InferenceSession.create(onnx);
  let worst = 0;
  for (const { clip, predicted, confidence } of shown) {
    const name = [...recordings.keys()].find((file) => file.startsWith(clip))!;
    const log_mel = await excerptsOf(recordings.get(name)!, frontEnd);
    const { probabilities } = await session.run({ log_mel });
    const rows = probabilities!.data as Float32Array;
    const { classes } = frontEnd;
    const means = classes.map((_, k) => {
      const ofClass = [...rows].filter((_, i) => i % classes.length === k);
      return ofClass.reduce((sum, p) => sum + p, 0) / ofClass.length;
    });
    const theirs = means[classes.indexOf(predicted)]!;
    worst = Math.max(worst, Math.abs(theirs - confidence));
    expect(Math.abs(theirs - confidence), name).toBeLessThan(TOLERANCE);
  }
  console.log(`  exported and shown differ by ${worst.toExponential(1)} at most`);
});
