// A chart that can be pointed into: a click anywhere between its axes says where on the x axis it was.

import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import {
  probabilityTimelineFigure,
  probabilityTimelineTable,
} from '../../charts/probability-timeline';
import { LIGHT_THEME } from '../../charts/theme';
import Chart from './Chart.svelte';

const classes = ['blues', 'rock'];
const windows = [
  { startSeconds: 0, endSeconds: 20, probabilities: [0.7, 0.3] },
  { startSeconds: 20, endSeconds: 40, probabilities: [0.2, 0.8] },
];
const figure = probabilityTimelineFigure({ classes, windows, theme: LIGHT_THEME });
const table = probabilityTimelineTable({ classes, windows });

test('a click anywhere in the plot picks the second under it', async () => {
  const pick = vi.fn<(x: number) => void>();
  await render(Chart, { figure, table, pick, height: '20rem' });
  await vi.waitFor(() => expect(document.querySelector('.nsewdrag')).not.toBeNull());
  const plot = document.querySelector<SVGRectElement>('.nsewdrag')!;
  const box = plot.getBoundingClientRect();
  for (const [share, height] of [
    [0.25, 0.5],
    [0.4, 0.1],
    [0.8, 0.9],
  ] as const) {
    pick.mockClear();
    const position = { x: share * box.width, y: height * box.height };
    await userEvent.click(plot, { position });
    expect(pick).toHaveBeenCalled();
    expect(Math.abs(pick.mock.lastCall![0] - share * 40)).toBeLessThan(0.5);
  }
});

test('a click beside the axes picks nothing', async () => {
  const pick = vi.fn();
  const screen = await render(Chart, { figure, table, pick, height: '20rem' });
  await vi.waitFor(() => expect(document.querySelector('.nsewdrag')).not.toBeNull());
  await userEvent.click(screen.getByRole('img', { name: table.caption }), {
    position: { x: 5, y: 5 },
  });
  expect(pick).not.toHaveBeenCalled();
});
