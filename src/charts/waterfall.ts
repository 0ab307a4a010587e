// How a score came about, step by step: from what it is on average to what it is here.

import { FIGURE_CONFIG, type ChartTable, type Figure } from './figure';
import { shortNames } from './short-names';
import { baseAxis, baseLayout, type ChartTheme } from './theme';

export interface WaterfallStep {
  readonly name: string;
  /** What it adds. */
  readonly value: number;
  /** That as people read it. */
  readonly text: string;
  /** What was measured, in words; "" where there is nothing to say. */
  readonly detail: string;
}

export interface WaterfallOptions {
  readonly caption: string;
  /** With the unit in brackets. */
  readonly axisTitle: string;
  /** Where it begins, and where it comes to: `value` is the whole score. */
  readonly start: WaterfallStep;
  readonly end: WaterfallStep;
  readonly steps: readonly WaterfallStep[];
  readonly theme: ChartTheme;
}

/** Room for the numbers beside the bars, as a share of the width. */
const ROOM = 0.15;

export function waterfallFigure(options: WaterfallOptions): Figure {
  const { axisTitle, start, end, steps, theme } = options;
  const bars = [start, ...steps, end];
  let sum = start.value;
  const bases = steps.map(({ value }) => (sum += value) - value);
  const edges = [0, start.value, ...bases, sum, end.value];
  const [lowest, highest] = [Math.min(...edges), Math.max(...edges)];
  const room = ROOM * (highest - lowest) || 1;
  return {
    data: [
      {
        type: 'bar',
        orientation: 'h',
        x: bars.map(({ value }) => value),
        y: shortNames(bars.map(({ name }) => name)),
        base: [0, ...bases, 0],
        marker: {
          color: [
            theme.mutedText,
            ...steps.map(({ value }) => (value < 0 ? theme.secondary : theme.accent)),
            theme.mutedText,
          ],
          line: { color: theme.mutedText, width: 0 },
        },
        text: bars.map(({ text }) => text),
        textposition: 'outside',
        cliponaxis: false,
        customdata: bars.map(({ name, text, detail }) => [name, text, detail]),
        hovertemplate: '%{customdata[0]}: %{customdata[1]}<br>%{customdata[2]}<extra></extra>',
      },
    ],
    layout: {
      ...baseLayout(theme, `waterfall ${axisTitle}`),
      xaxis: { ...baseAxis(theme, axisTitle), range: [lowest - room, highest + room] },
      yaxis: {
        ...baseAxis(theme, ''), // the names say what they are
        type: 'category',
        autorange: 'reversed',
        showgrid: false,
      },
      showlegend: false,
      bargap: 0.25,
      hovermode: 'closest',
    },
    config: FIGURE_CONFIG,
  };
}

export function waterfallTable({
  caption,
  axisTitle,
  start,
  end,
  steps,
}: Omit<WaterfallOptions, 'theme'>): ChartTable {
  return {
    caption,
    columns: ['What', axisTitle, 'Value'],
    rows: [start, ...steps, end].map(({ name, text, detail }) => [name, text, detail]),
  };
}
