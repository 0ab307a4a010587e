// Bars with a name each, from top to bottom, and their numbers beside them: what importance and waterfall have in common.

import { FIGURE_CONFIG, type Figure } from './figure';
import { shortNames } from './short-names';
import { baseAxis, baseLayout, type ChartTheme } from './theme';

export interface NamedValue {
  readonly name: string;
  readonly value: number;
  /** The value as people read it. */
  readonly text: string;
  /** More about it, shown on hover; "" where there is nothing to say. */
  readonly detail: string;
  /** Both with more digits, for the table. */
  readonly exact: { readonly text: string; readonly detail: string };
}

interface NamedBar extends Omit<NamedValue, 'exact'> {
  readonly color: string;
}

interface NamedBarsOptions {
  /** Names the figure, so that a change of it is drawn anew. */
  readonly key: string;
  /** With the unit in brackets. */
  readonly axisTitle: string;
  readonly range: [number, number];
  readonly bars: readonly NamedBar[];
  /** Where each bar begins; at 0 without them. */
  readonly bases?: number[];
  readonly theme: ChartTheme;
}

export function namedBarsFigure(options: NamedBarsOptions): Figure {
  const { bars, bases, theme } = options;
  return {
    data: [
      {
        type: 'bar',
        orientation: 'h',
        x: bars.map(({ value }) => value),
        y: shortNames(bars.map(({ name }) => name)),
        ...(bases && { base: bases }),
        marker: {
          color: bars.map(({ color }) => color),
          line: { color: theme.mutedText, width: 0 },
        },
        text: bars.map(({ text }) => text),
        textposition: 'outside',
        cliponaxis: false,
        customdata: bars.map(({ name, text, detail }) => [name, text, detail]),
        hovertemplate: '%{customdata[0]}: %{customdata[1]}<br>%{customdata[2]}<extra></extra>',
      },
    ],
    layout: namedBarsLayout(options),
    config: FIGURE_CONFIG,
  };
}

/** Bars from the left, each with its name beside it, the first on top. */
export function namedBarsLayout({
  key,
  axisTitle,
  range,
  theme,
}: Pick<NamedBarsOptions, 'key' | 'axisTitle' | 'range' | 'theme'>): Figure['layout'] {
  return {
    ...baseLayout(theme, key),
    xaxis: { ...baseAxis(theme, axisTitle), range },
    yaxis: {
      ...baseAxis(theme, ''), // the names say what they are
      type: 'category',
      autorange: 'reversed',
      showgrid: false,
    },
    showlegend: false,
    bargap: 0.25,
    hovermode: 'closest',
  };
}

/** The colour of what adds or takes away. */
export function signColour(value: number, theme: ChartTheme): string {
  return value < 0 ? theme.secondary : theme.accent;
}
