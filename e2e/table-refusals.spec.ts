// Tables and lists that are wrong or of no use: named, and nothing else is lost.

import { expect, test } from '@playwright/test';
import { drop, expectDataset, notice, open } from './table-visit';
import { csvFile, featureLines } from './tables';
import { wav } from './wav';

test('words of the split column that name no part are told, and files of no use are named', async ({
  page,
}) => {
  await open(page);
  const lines = featureLines(20).map((line, i) => `${line},${i === 0 ? 'set' : partOf(i)}`);
  await drop(page, csvFile('parts.csv', lines));
  await expectDataset(page, 60, 3);
  await expect(page.getByTestId('dataset-split')).toContainText('12 in none of them');
  await expect(page.locator('[data-code="note-split-words"]')).toContainText('“weird” (12 rows)');
  await page.getByTestId('nav-train').click();
  await page.getByTestId('split').selectOption('imported');
  await expect(
    page.getByText(/12 clips are in none of the parts: “weird” \(12 rows\)/),
  ).toBeVisible();

  const status = page.getByTestId('import-status');
  const useless = {
    'table-empty': ['filename,tempo,label'],
    'table-no-numbers': ['Dear all,', 'hi'],
  };
  for (const [code, text] of Object.entries(useless)) {
    await drop(page, csvFile('useless.csv', text));
    await expect(status.locator(`[data-code="${code}"]`)).toContainText('useless.csv');
  }
  await drop(page, { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Dear all') });
  await expect(status.locator('[data-code="import-nothing"]')).toContainText('notes.txt');
  await page.getByTestId('demo-load').click(); // it is there: nothing is loaded
  await expect(page.getByTestId('dataset-summary')).toContainText('synthetic');
  await expect(status).toHaveAttribute('data-state', 'idle');
});

/** Every fifth is in no part that is known. */
function partOf(i: number): string {
  return ['train', 'train', 'validation', 'test', 'weird'][i % 5] ?? '';
}

test('bad tables are named, and nothing is lost', async ({ page }) => {
  await open(page);
  await drop(page, csvFile('good.csv', featureLines(10)));
  await expectDataset(page, 30, 3);
  const summary = page.getByTestId('dataset-summary');
  const fingerprint = (await summary.getAttribute('data-fingerprint')) ?? '';
  const lines = featureLines(10);
  const broken = csvFile('broken.csv', [
    ...lines.slice(0, 25),
    `"${lines[25]!}`,
    ...lines.slice(26),
  ]);
  await drop(page, broken);
  await expect(page.getByTestId('import-status')).toHaveAttribute('data-state', 'failed');
  await expect(notice(page, 'table-quote-open')).toBeVisible();
  await expect(summary).toHaveAttribute('data-fingerprint', fingerprint);

  // A bad table and audio in one drop: what is good comes in, what is bad is still told.
  const audio = ['rock', 'jazz'].map((genre) => ({
    name: `${genre}.00001.wav`,
    mimeType: 'audio/wav',
    buffer: wav({ toneHz: genre === 'rock' ? 110 : 440 }),
  }));
  await drop(page, [broken, ...audio]);
  await expectDataset(page, 2, 2);
  await expect(notice(page, 'table-quote-open')).toContainText('broken.csv');
  await page.reload();
  await expect(page.getByLabel('Dataset in use')).toContainText('good');
});

test('a table that cannot serve as the list of its recordings is told of', async ({ page }) => {
  await open(page);
  const splits = ['rock,train', 'jazz,weekend', 'jazz,train', 'rock,test'];
  const rows = splits.map(
    (words, i) => `a${i + 1}.wav,${100 + i},0.${i + 1},1.${i},2.${i},${words}`,
  );
  const table = csvFile('mine.csv', ['filename,tempo,energy,f3,f4,label,split', ...rows]);
  const audio = splits.map((_, i) => ({
    name: `a${i + 1}.wav`,
    mimeType: 'audio/wav',
    buffer: wav({ toneHz: 110 + i * 90 }),
  }));
  await drop(page, [table, ...audio]);
  await expect(page.getByTestId('import-status')).toHaveAttribute('data-state', 'done');
  await expect(notice(page, 'clip-list-invalid')).toContainText('weekend');
});
