// The curves of a run: the same place for all of them, switched by mouse or keys, one genre picked out.

import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import { makeHistory } from '../../../test/builders/figures';
import type { EpochRecord } from '../../core/run-types';
import { epochsOf } from '../epoch-words';
import LearningCurves from './LearningCurves.svelte';

const classes = ['blues', 'jazz', 'rock'];

async function show(history: readonly EpochRecord[], more: { severalLabels?: boolean } = {}) {
  const epochs = epochsOf('cnn', { epochs: 20 });
  return render(LearningCurves, { history, epochs, classes, ...more });
}

test('are switched by the arrow keys, and take the same room', async () => {
  const screen = await show(makeHistory(4));
  const overall = screen.getByRole('radio', { name: 'Loss and accuracy' });
  await expect.element(overall).toBeChecked();
  await expect.element(screen.getByRole('img', { name: /^Loss/ })).toBeVisible();
  const height = screen.container.getBoundingClientRect().height;
  overall.element().focus();
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(screen.getByRole('radio', { name: 'By genre' })).toBeChecked();
  await expect.element(screen.getByRole('img', { name: /^F1/ })).toBeVisible();
  expect(screen.container.getBoundingClientRect().height).toBeCloseTo(height, 0);
  await screen.getByRole('button', { name: 'Show as table' }).click();
  const row = screen.getByRole('row').elements()[4]!;
  expect([...row.children].map((cell) => cell.textContent)).toEqual(['4', '77.5', '50.0', '–']);
});

test('by genre, one is picked out and let go again', async () => {
  const screen = await show(makeHistory(4));
  await screen.getByText('By genre').click();
  const jazz = screen.getByRole('button', { name: 'jazz' });
  const faded = (): number =>
    [...screen.container.querySelectorAll<SVGElement>('.scatterlayer .trace')].filter(
      ({ style }) => style.opacity !== '' && Number(style.opacity) < 1,
    ).length;
  await jazz.click();
  await expect.element(jazz).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(faded).toBe(2);
  await jazz.click();
  await expect.poll(faded).toBe(0);
  await expect
    .element(screen.getByRole('button', { name: 'rock' }))
    .toHaveAttribute('title', 'No validation clip is of this genre');
});

test('offer no genres where there are none to show', async () => {
  const old = makeHistory(2).map(({ validationGenres: _, ...record }) => record);
  const screen = await show(old);
  await expect.element(screen.getByRole('img', { name: /^Loss/ })).toBeVisible();
  expect(screen.getByRole('radio').elements()).toEqual([]);
  const several = await show(makeHistory(2), { severalLabels: true });
  expect(several.getByRole('radio').elements()).toEqual([]);
});
