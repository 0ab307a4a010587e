// Named numbers as bars, in the order given: what a model listens to.

import { FIGURE_CONFIG, type ChartTable, type Figure } from './figure';
import { shortNames } from './short-names';
import { baseAxis, baseLayout, type ChartTheme } from './theme';

export interface ImportanceBar {
  readonly name: string;
  readonly value: number;
  /** The value as people read it. */
  readonly text: string;
  /** More about it, shown on hover and in the table. */
  readonly detail: string;
}

export interface FeatureImportanceOptions {
  readonly caption: string;
  /** With the unit in brackets. */
  readonly axisTitle: string;
  readonly bars: readonly ImportanceBar[];
  readonly theme: ChartTheme;
}

/** Room for the numbers beside the bars, as a share of the longest. */
const ROOM = 0.22;

export function featureImportanceFigure({
  axisTitle,
  bars,
  theme,
}: FeatureImportanceOptions): Figure {
  const values = bars.map(({ value }) => value);
  const highest = Math.max(0, ...values);
  const lowest = Math.min(0, ...values);
  const room = ROOM * (highest - lowest) || 1;
  return {
    data: [
      {
        type: 'bar',
        orientation: 'h',
        x: values,
        y: shortNames(bars.map(({ name }) => name)),
        marker: {
          color: values.map((value) => (value < 0 ? theme.secondary : theme.accent)),
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
      ...baseLayout(theme, `feature-importance ${axisTitle}`),
      xaxis: {
        ...baseAxis(theme, axisTitle),
        range: [lowest < 0 ? lowest - room : 0, highest + room],
      },
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

export function featureImportanceTable({
  caption,
  axisTitle,
  bars,
}: Omit<FeatureImportanceOptions, 'theme'>): ChartTable {
  return {
    caption,
    columns: ['What', axisTitle, 'Details'],
    rows: bars.map(({ name, text, detail }) => [name, text, detail]),
  };
}
