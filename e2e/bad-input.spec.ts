// Files that cannot be used: each is named, with the reason, and nothing else suffers.

import { expect, test, type Page } from '@playwright/test';
import { wav } from './wav';

interface Upload {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

const audio = (name: string, buffer: Buffer): Upload => ({ name, mimeType: 'audio/wav', buffer });

async function importFiles(page: Page, files: Upload[]): Promise<void> {
  await page.getByTestId('nav-data').click();
  await page.getByTestId('file-input').setInputFiles(files);
  const status = page.getByTestId('import-status');
  await expect(status).toHaveAttribute('data-total', `${files.length}`);
  await expect(status).toHaveAttribute('data-done', `${files.length}`, { timeout: 120_000 });
  await expect(status).toHaveAttribute('data-state', 'done');
}

/** Two genres with two clips each. */
const GOOD = [
  audio('rock.00001.wav', wav({ toneHz: 110 })),
  audio('rock.00002.wav', wav({ toneHz: 130 })),
  audio('jazz.00001.wav', wav({ toneHz: 440 })),
  audio('jazz.00002.wav', wav({ toneHz: 523 })),
];

/** File name → the code it is set aside with. */
const BAD: Record<string, { buffer: Buffer; code: string }> = {
  'rock.00010.wav': { buffer: Buffer.alloc(0), code: 'file-empty' },
  'rock.00011.mp3': { buffer: Buffer.from('Dear diary, '.repeat(99)), code: 'file-not-audio' },
  'rock.00012.wav': { buffer: wav().subarray(0, 50_000), code: 'file-truncated' },
  'rock.00013.wav': { buffer: wav({ withNaN: true }), code: 'audio-not-finite' },
  'rock.00014.wav': { buffer: wav({ sampleRate: 8000 }), code: 'sample-rate-too-low' },
  'rock.00015.wav': { buffer: wav({ seconds: 0.1 }), code: 'audio-too-short' },
  'rock.00016.wav': { buffer: wav({ level: 0 }), code: 'audio-silent' },
  'no genre.wav': { buffer: wav({ toneHz: 300 }), code: 'label-missing' },
  'broken.zip': { buffer: Buffer.from('PK\u0003\u0004 nothing'), code: 'zip-unreadable' },
};

/** File name → the note it is kept with. */
const NOTED: Record<string, { buffer: Buffer; code: string }> = {
  'jazz.00020.wav': { buffer: wav({ sampleRate: 192_000 }), code: 'note-resampled-high' },
  'jazz.00021.wav': { buffer: wav({ channels: 6, toneHz: 700 }), code: 'note-downmixed' },
  'jazz.00022.wav': { buffer: GOOD[2]!.buffer, code: 'note-duplicate' },
};

test('bad files are set aside by name and reason; the rest is imported and trains', async ({
  page,
}) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto('./');
  await expect(page.getByTestId('dataset-summary')).toBeVisible();
  const odd = Object.entries({ ...BAD, ...NOTED }).map(([name, { buffer }]) => audio(name, buffer));
  await importFiles(page, [...odd.slice(0, 6), ...GOOD, ...odd.slice(6)]);

  const summary = page.getByTestId('dataset-summary');
  await expect(summary).toHaveAttribute('data-clips', '6'); // 4 good, 2 kept with a note; 1 duplicate
  await expect(summary).toHaveAttribute('data-quarantined', `${Object.keys(BAD).length}`);
  for (const [file, { code }] of Object.entries(BAD)) {
    const row = page.locator(`[data-testid="quarantine-row"][data-file="${file}"]`);
    await expect(row, file).toHaveAttribute('data-code', code);
    await expect(row).toContainText(/expected/i);
  }
  for (const [file, { code }] of Object.entries(NOTED)) {
    const row = page.locator(`[data-testid="import-note"][data-file="${file}"]`);
    await expect(row, file).toHaveAttribute('data-code', code);
  }

  await page.getByTestId('nav-train').click();
  await page.getByTestId('param-rounds').fill('5');
  await page.getByTestId('train-start').click();
  await expect(page.getByTestId('train-status')).toHaveAttribute('data-state', 'done');
  expect(errors).toEqual([]);
});

test('training says what is missing before it starts', async ({ page }) => {
  await page.goto('./');
  await expect(page.getByTestId('dataset-summary')).toBeVisible();
  await importFiles(page, GOOD.slice(0, 2));
  await page.getByTestId('nav-train').click();
  await expect(page.locator('[data-code="dataset-too-few-genres"]')).toBeVisible();
  await expect(page.getByTestId('train-start')).toBeDisabled();

  await importFiles(page, GOOD.slice(2, 3));
  await page.getByTestId('nav-train').click();
  await expect(page.locator('[data-code="dataset-too-few-clips"]')).toContainText('jazz');
  await expect(page.getByTestId('train-start')).toBeDisabled();

  await importFiles(page, GOOD.slice(3));
  await page.getByTestId('nav-train').click();
  await expect(page.getByTestId('train-start')).toBeEnabled();
});

test('a bad file on the Live stage is named there', async ({ page }) => {
  await page.goto('./');
  await page.getByTestId('nav-train').click();
  await page.getByTestId('train-start').click();
  await expect(page.getByTestId('train-status')).toHaveAttribute('data-state', 'done');
  await page.getByTestId('nav-live').click();
  await page.getByTestId('classify-input').setInputFiles(audio('song.wav', Buffer.alloc(0)));
  await expect(page.locator('[data-code="file-empty"]')).toBeVisible();
  await page.getByTestId('classify-input').setInputFiles(audio('song.wav', wav()));
  await expect(page.getByTestId('classify-result')).toHaveAttribute('data-genre', /\w+/);

  // More windows than are handed on at a time: the model has been asked when the file turns out to be bad.
  const minutes = { seconds: 200, toneHz: 330 };
  const late = audio('late.wav', wav({ ...minutes, withNaN: 'last' }));
  await page.getByTestId('classify-input').setInputFiles(late);
  await expect(page.locator('[data-code="audio-not-finite"]')).toBeVisible();
  await page.getByTestId('classify-input').setInputFiles(audio('long.wav', wav(minutes)));
  await expect(page.getByTestId('classify-result')).toHaveAttribute('data-genre', /\w+/);
});
