// The table of labels: what it says of each, that it sorts, and that a label can be chosen for its mistakes.

import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { LabelMetrics } from '../../core/run-types';
import LabelTable from './LabelTable.svelte';

const label = (name: string, f1: number, support: number): LabelMetrics => {
  const averagePrecision = support === 0 ? null : f1 / 2;
  return { label: name, precision: f1, recall: f1, f1, averagePrecision, support };
};
const labels = [label('dub', 0.5, 40), label('folk', 0.9, 10), label('ska', 0, 0)];

async function show(selected: number | null = null) {
  const select = vi.fn();
  const screen = await render(LabelTable, { labels, selected, select });
  const order = (): (string | undefined)[] =>
    screen
      .getByTestId('label-row')
      .elements()
      .map((row) => (row as HTMLElement).dataset.label);
  return { screen, select, order };
}

test('lists the commonest label first, its numbers readable by machines', async () => {
  const { screen, order } = await show();
  expect(order()).toEqual(['dub', 'folk', 'ska']);
  const row = screen.getByTestId('label-row').first();
  await expect.element(row).toHaveAttribute('data-f1', '0.5');
  await expect.element(row).toHaveAttribute('data-ap', '0.25');
  await expect.element(row).toHaveAttribute('data-support', '40');
  await expect.element(row).toHaveTextContent('50 %');
  const unheard = screen.getByTestId('label-row').last();
  await expect.element(unheard).toHaveAttribute('data-ap', '');
  await expect.element(unheard).not.toHaveTextContent('%');
  await expect.element(screen.getByText('1 label has no clips in this score')).toBeVisible();
});

test('sorts by the column that is chosen, the other way when chosen again', async () => {
  const { screen, order } = await show();
  const header = (name: RegExp) => screen.getByRole('columnheader', { name });
  await expect.element(header(/Clips/)).toHaveAttribute('aria-sort', 'descending');
  await header(/F1/).getByRole('button').click();
  expect(order()).toEqual(['folk', 'dub', 'ska']);
  await expect.element(header(/Clips/)).not.toHaveAttribute('aria-sort');
  await header(/F1/).getByRole('button').click();
  expect(order()).toEqual(['ska', 'dub', 'folk']);
  await expect.element(header(/F1/)).toHaveAttribute('aria-sort', 'ascending');
  await header(/Label/).getByRole('button').click();
  expect(order()).toEqual(['dub', 'folk', 'ska']);
});

test('asks for the mistakes of a label, whatever the order', async () => {
  const { screen, select } = await show(1);
  const chosen = screen.getByRole('button', { name: 'Clips wrong on folk' });
  await expect.element(chosen).toHaveAttribute('aria-pressed', 'true');
  await screen.getByRole('columnheader', { name: /F1/ }).getByRole('button').click();
  await screen.getByRole('button', { name: 'Clips wrong on dub' }).click();
  expect(select).toHaveBeenCalledExactlyOnceWith(0);
});
