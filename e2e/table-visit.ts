// What every visit with a table of features does.

import { expect, type Locator, type Page } from '@playwright/test';
import type { DroppedFile } from './tables';

export const notice = (page: Page, code: string): Locator =>
  page.locator(`[data-testid="notice"][data-code="${code}"]`);

export async function open(page: Page): Promise<void> {
  await page.goto('./');
  await expect(page.getByTestId('dataset-summary')).toBeVisible();
}

export async function drop(
  page: Page,
  files: DroppedFile | DroppedFile[] | string[],
): Promise<void> {
  await page.getByTestId('nav-data').click();
  await page.getByTestId('file-input').setInputFiles(files);
}

export async function expectDataset(page: Page, clips: number, genres: number): Promise<void> {
  const summary = page.getByTestId('dataset-summary');
  await expect(summary).toHaveAttribute('data-clips', `${clips}`);
  await expect(summary).toHaveAttribute('data-genres', `${genres}`);
  await expect(page.getByTestId('import-status')).toHaveAttribute('data-state', 'done');
}
