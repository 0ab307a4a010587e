// The ways music comes in: zips, drops, folders, lists, GTZAN's own file type; and the ways it is heard
// again after a reload.

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { BlobReader, BlobWriter, ZipWriter } from '@zip.js/zip.js';
import { au, wav } from './wav';

async function zipOf(entries: Record<string, Buffer>): Promise<Buffer> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
  for (const [name, bytes] of Object.entries(entries)) {
    await writer.add(name, new BlobReader(new Blob([new Uint8Array(bytes)])));
  }
  return Buffer.from(await (await writer.close()).arrayBuffer());
}

async function openData(page: Page): Promise<void> {
  await page.goto('./');
  await expect(page.getByTestId('dataset-summary')).toBeVisible();
}

async function expectImported(page: Page, clips: number): Promise<void> {
  await expect(page.getByTestId('import-status')).toHaveAttribute('data-state', 'done');
  await expect(page.getByTestId('dataset-summary')).toHaveAttribute('data-clips', `${clips}`);
}

/** Opens the genre's list of clips and plays the first one for a moment. */
async function playFirst(page: Page, genre: string): Promise<void> {
  await page.locator('summary', { hasText: genre }).click();
  await page.getByRole('button', { name: /^play/i }).first().click();
  const audio = page.locator('audio').first();
  await expect(audio).toHaveAttribute('src', /^blob:/);
  await expect
    .poll(() => audio.evaluate((element: HTMLAudioElement) => element.currentTime))
    .toBeGreaterThan(0.1);
}

test('a zip with a folder a genre, system files among them', async ({ page }) => {
  await openData(page);
  const buffer = await zipOf({
    'set/rock/a.wav': wav({ toneHz: 110 }),
    'set/rock/b.wav': wav({ toneHz: 120 }),
    'set/jazz/a.wav': wav({ toneHz: 440 }),
    'set/jazz/cover.jpg': Buffer.from('not looked at'),
    '__MACOSX/set/rock/._a.wav': Buffer.from('not looked at'),
  });
  const zip = { name: 'music.zip', mimeType: 'application/zip', buffer };
  await page.getByTestId('file-input').setInputFiles(zip);
  await expectImported(page, 3);
  const summary = page.getByTestId('dataset-summary');
  await expect(summary).toHaveAttribute('data-genres', '2');
  await expect(summary).toHaveAttribute('data-quarantined', '0');
  await playFirst(page, 'jazz');
});

test('Sun .au files under GTZAN names, which browsers do not play, are imported and heard', async ({
  page,
}) => {
  await openData(page);
  const file = (name: string, toneHz: number) => ({
    name,
    mimeType: 'audio/basic',
    buffer: au(wav({ toneHz })),
  });
  await page
    .getByTestId('file-input')
    .setInputFiles([file('blues.00000.au', 220), file('disco.00000.au', 330)]);
  await expectImported(page, 2);
  await playFirst(page, 'blues');
});

test('a folder with a list of artists: the artist split becomes possible', async ({
  page,
}, info) => {
  const folder = info.outputPath('music');
  const lines = ['file,artist'];
  for (const genre of ['rock', 'jazz']) {
    mkdirSync(path.join(folder, genre), { recursive: true });
    for (let i = 0; i < 4; i++) {
      const toneHz = (genre === 'rock' ? 100 : 400) + 10 * i;
      writeFileSync(path.join(folder, genre, `${i}.wav`), wav({ toneHz, seconds: 2 }));
      lines.push(`${genre}/${i}.wav,${genre} artist ${i % 2}`);
    }
  }
  writeFileSync(path.join(folder, 'artists.csv'), lines.join('\n'));
  await openData(page);
  await page.getByTestId('folder-input').setInputFiles(folder);
  await expectImported(page, 8);
  await page.getByTestId('nav-train').click();
  await page.getByTestId('split').selectOption('artist');
  await page.getByTestId('train-start').click();
  await expect(page.getByTestId('train-status')).toHaveAttribute('data-state', 'done');
});

test('a drop, the same file twice, and a copy that is heard after a reload', async ({ page }) => {
  await openData(page);
  const bytes = [...wav({ toneHz: 250, seconds: 3 })];
  const transfer = await page.evaluateHandle((content) => {
    const dropped = new DataTransfer();
    for (const name of ['rock.00001.wav', 'rock.00002.wav']) {
      dropped.items.add(new File([new Uint8Array(content)], name, { type: 'audio/wav' }));
    }
    return dropped;
  }, bytes);
  await page.locator('main').dispatchEvent('drop', { dataTransfer: transfer });
  await expectImported(page, 1);
  await expect(page.locator('[data-testid="import-note"]')).toHaveAttribute(
    'data-code',
    'note-duplicate',
  );

  const offer = page.locator('[data-testid="notice"][data-code="keep-copies"]');
  await expect(offer).toContainText(/kB|MB/);
  await offer.getByRole('button', { name: 'Keep copies' }).click();
  await expect(offer).toContainText('can now be heard');
  await page.reload();
  await playFirst(page, 'rock');
});

test('a picked folder is remembered, and its clips are heard after a reload without copies', async ({
  page,
}) => {
  // Handles of the private file system are those of a picked folder, without the browser's own dialogue.
  await page.addInitScript(() => {
    const picked = async (): Promise<FileSystemDirectoryHandle> => {
      const root = await navigator.storage.getDirectory();
      return root.getDirectoryHandle('music', { create: true });
    };
    Object.assign(window, { showDirectoryPicker: picked });
  });
  await openData(page);
  await page.evaluate(
    async (files) => {
      const root = await navigator.storage.getDirectory();
      const music = await root.getDirectoryHandle('music', { create: true });
      for (const { genre, bytes } of files) {
        const folder = await music.getDirectoryHandle(genre, { create: true });
        const file = await folder.getFileHandle('a.wav', { create: true });
        const writable = await file.createWritable();
        await writable.write(new Uint8Array(bytes));
        await writable.close();
      }
    },
    [
      { genre: 'rock', bytes: [...wav({ toneHz: 150, seconds: 3 })] },
      { genre: 'jazz', bytes: [...wav({ toneHz: 450, seconds: 3 })] },
    ],
  );
  await page.getByText('Choose a folder').click();
  await expectImported(page, 2);
  await expect(page.locator('[data-testid="notice"][data-code="keep-copies"]')).toHaveCount(0);
  await page.reload();
  await expect(page.getByTestId('dataset-summary')).toHaveAttribute('data-clips', '2');
  await playFirst(page, 'jazz');
});

test('a dataset is removed and brought back', async ({ page }) => {
  await openData(page);
  const summary = page.getByTestId('dataset-summary');
  const clips = (await summary.getAttribute('data-clips')) ?? '';
  await page.getByRole('button', { name: /remove this dataset/i }).click();
  await expect(summary).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(summary).toHaveAttribute('data-clips', clips);
});
