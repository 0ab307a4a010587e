// The list of files set aside: one row a file with its reason, and long lists in parts.

import { expect, test } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { FileIssue } from '../../core/dataset-types';
import QuarantineList from './QuarantineList.svelte';

const few: readonly FileIssue[] = [
  { file: 'blues/notes.txt', code: 'file-not-audio', got: 'plain text' },
  { file: 'rock/empty.wav', code: 'file-empty', got: '0 bytes' },
  { file: 'rock/readme.md', code: 'file-not-audio', got: 'plain text' },
];

test('shows every file with what was found, grouped by reason, the commonest first', async () => {
  const screen = await render(QuarantineList, { issues: few });
  const rows = screen.getByTestId('quarantine-row').elements() as HTMLElement[];
  expect(rows.map((row) => [row.dataset['file'], row.dataset['code']])).toEqual([
    ['blues/notes.txt', 'file-not-audio'],
    ['rock/readme.md', 'file-not-audio'],
    ['rock/empty.wav', 'file-empty'],
  ]);
  await expect.element(screen.getByText('found 0 bytes')).toBeVisible();
  await expect.element(screen.getByText('This is not audio')).toBeVisible();
  await expect
    .element(screen.getByText('Check what the file really is', { exact: false }))
    .toBeVisible();
});

test('is not there when nothing was set aside', async () => {
  const screen = await render(QuarantineList, { issues: [] });
  expect(screen.container.textContent.trim()).toBe('');
});

test('folds a long list and shows it in parts', async () => {
  const many = Array.from({ length: 60 }, (_, index) => ({
    file: `folder/${index}.mp3`,
    code: 'file-empty' as const,
    got: '0 bytes',
  }));
  const screen = await render(QuarantineList, { issues: many, pageSize: 25 });
  expect(screen.getByTestId('quarantine-row').elements()).toHaveLength(25);
  await expect.element(screen.getByText('found 0 bytes').first()).not.toBeVisible();
  await screen.getByText('The file is empty').click();
  await screen.getByRole('button', { name: 'Show more (35 left)' }).click();
  expect(screen.getByTestId('quarantine-row').elements()).toHaveLength(50);
});
