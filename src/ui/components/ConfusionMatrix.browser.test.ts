// The confusion matrix: what its cells say, and that it can be walked through by keyboard.

import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Cell } from '../summaries';
import ConfusionMatrix from './ConfusionMatrix.svelte';

const classes = ['blues', 'jazz', 'rock'];
const confusion = [
  [5, 2, 0],
  [0, 7, 0],
  [1, 0, 6],
];

async function show(selected: Cell | null = null) {
  const select = vi.fn();
  const screen = await render(ConfusionMatrix, { classes, confusion, selected, select });
  return { screen, select };
}

test('says in words what each cell counts', async () => {
  const { screen } = await show();
  const cell = screen.getByRole('button', { name: '2 clips of blues taken for jazz' });
  await expect.element(cell).toHaveAttribute('data-true', 'blues');
  await expect.element(cell).toHaveAttribute('data-predicted', 'jazz');
  await expect.element(cell).toHaveAttribute('data-count', '2');
  await expect
    .element(screen.getByRole('button', { name: '7 clips of jazz recognised as jazz' }))
    .toBeVisible();
  expect(screen.getByTestId('confusion-cell').elements()).toHaveLength(9);
});

test('is one stop for Tab, and arrow keys move inside it up to its edges', async () => {
  const { screen, select } = await show();
  const stops = screen.getByTestId('confusion-cell').elements();
  expect(stops.filter((cell) => cell.getAttribute('tabindex') === '0')).toHaveLength(1);
  (stops[0] as HTMLElement).focus();
  await userEvent.keyboard('{ArrowRight}{ArrowDown}{ArrowDown}{ArrowDown}');
  expect(document.activeElement).toBe(stops[7]);
  await userEvent.keyboard('{Home}{Enter}');
  expect(select).toHaveBeenCalledExactlyOnceWith({ trueIndex: 2, predictedIndex: 0 });
});

test('marks the chosen cell', async () => {
  const { screen } = await show({ trueIndex: 0, predictedIndex: 1 });
  const pressed = screen.getByRole('button', { pressed: true });
  await expect.element(pressed).toHaveAttribute('data-predicted', 'jazz');
});
