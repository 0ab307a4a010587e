import { describe, expect, it } from 'vitest';
import type { ParamSpec, Run } from '../core/run-types';
import type { SweepRanges } from '../evaluation/sweep/ranges';
import type { SweepTry } from '../evaluation/sweep/tries';
import { parallelCoordinatesFigure, placeOn } from './parallel-coordinates';
import { sweepCoordinates } from './sweep-coordinates';
import { LIGHT_THEME } from './theme';

const theme = LIGHT_THEME;
const number = { kind: 'number', default: 1, step: 1, help: '', min: 0, max: 99 } as const;
const specs: readonly ParamSpec[] = [
  { ...number, name: 'eta', label: 'Learning rate (eta)' },
  { ...number, name: 'rounds', label: 'Rounds' },
  {
    ...{ name: 'mode', kind: 'choice', label: 'Mode', help: '', default: 'a' },
    options: ['a', 'b', 'c'].map((value) => ({ value, label: value })),
  },
];
const ranges: SweepRanges = {
  mode: { kind: 'choice', options: ['a', 'c'] },
  eta: { kind: 'number', min: 0.02, max: 2, scale: 'log' },
};
const tryOf = (
  candidate: number,
  rung: number,
  eta: number,
  accuracy: number | null,
): SweepTry => ({
  ...{ candidate, rung, values: { eta, mode: candidate % 2 ? 'c' : 'a' } },
  run: { timings: { trainSeconds: 2 + candidate } } as unknown as Run,
  score: accuracy === null ? null : { accuracy, loss: 1 },
  isOver: true,
});
const tries = [
  tryOf(0, 0, 0.2, 0.71),
  tryOf(1, 0, 0.02, 0.6),
  tryOf(2, 0, 2, null),
  tryOf(0, 1, 0.2, 0.8),
];
const coordinates = sweepCoordinates({
  ...{ tries, best: tries[3]!, specs, budgetTitle: 'Rounds', scoreTitle: 'Validation' },
  plan: { ranges, rungs: [10, 30].map((budget) => ({ tries: 2, budget })) },
  nameOf: ({ candidate }) => `Settings ${candidate + 1}`,
});

describe('a search as parallel coordinates', () => {
  it('has an axis a varied setting, the length of training, the score and the time', () => {
    expect(coordinates.axes.map(({ title }) => title)).toEqual([
      'Learning rate',
      'Mode',
      'Rounds',
      'Validation',
      'Training time',
    ]);
    expect(coordinates.axes[0]?.ticks.map(({ text }) => text)).toEqual(['0.02', '0.1', '2']);
    expect(coordinates.axes[3]?.ticks.map(({ text }) => text)).toEqual(['60\u00a0%', '80\u00a0%']);
  });

  it('has a line for each try with a score', () => {
    expect(coordinates.lines.map(({ values }) => values)).toEqual([
      [0.2, 0, 10, 0.71, 2],
      [0.02, 1, 10, 0.6, 3],
      [0.2, 0, 30, 0.8, 2],
    ]);
    expect(coordinates.lines.map(({ best }) => best)).toEqual([false, false, true]);
    expect(coordinates.lines[0]?.texts.slice(2, 4)).toEqual(['10', '71.0\u00a0%']);
  });

  it('is drawn on axes of 0…1, the best in front and in a colour of its own', () => {
    const { data, layout } = parallelCoordinatesFigure({ ...coordinates, theme });
    const best = data.at(-1)!;
    if (best.type !== 'scatter') throw new Error('no lines');
    expect(best.y[0]).toBeCloseTo(0.5, 12); // 0.2 between 0.02 and 2, by powers
    expect(best.y.slice(1, 4)).toEqual([0, 1, 1]);
    expect(best.line?.color).toBe(theme.secondary);
    expect(best.text?.[0]).toBe('Learning rate: 0.2');
    const others = data.slice(0, -1).map((line) => line.type === 'scatter' && line.line?.color);
    expect(others).not.toContain(theme.secondary);
    expect(new Set(others).size).toBe(2);
    expect(layout.shapes).toHaveLength(5);
  });

  it('tells the ends of an axis beyond it, where no line passes, and covers no line', () => {
    const { layout } = parallelCoordinatesFigure({ ...coordinates, theme });
    const labels = layout.annotations!.filter(({ x }) => x === 0);
    expect(labels.map(({ text, yanchor, xanchor }) => [text, yanchor, xanchor])).toEqual([
      ['0.02', 'top', 'center'],
      ['0.1', 'bottom', 'left'],
      ['2', 'bottom', 'center'],
    ]);
    expect(labels.map(({ yshift }) => Math.sign(yshift ?? 0))).toEqual([-1, 1, 1]);
    for (const { bgcolor } of layout.annotations!) expect(bgcolor).toBeUndefined();
  });

  it('puts what does not vary in the middle', () => {
    expect(placeOn({ title: '', scale: 'linear', range: [3, 3], ticks: [] }, 3)).toBe(0.5);
  });
});
