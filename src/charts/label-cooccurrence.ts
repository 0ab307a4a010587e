// Which labels come together, as a heat map: of the clips with the label of a row, the share that has the label of a column
// too. The diagonal would be 100 % throughout and stays empty.

import { formatCount, formatCounted } from '../core/format';
import type { LabelCooccurrence } from '../datasets/label-cooccurrence';
import { FIGURE_CONFIG, type Axis, type ChartTable, type Figure } from './figure';
import { shortNames } from './short-names';
import { baseAxis, baseLayout, percentText, type ChartTheme } from './theme';

export interface LabelCooccurrenceOptions {
  readonly cooccurrence: LabelCooccurrence;
  readonly theme: ChartTheme;
}

/** Names stand on both axes, and leave a phone's width to the cells. */
const MAX_NAME = 12;

export function labelCooccurrenceFigure({ cooccurrence, theme }: LabelCooccurrenceOptions): Figure {
  const { labels, counts } = cooccurrence;
  const names = shortNames(labels, MAX_NAME);
  const last = labels.length - 0.5;
  return {
    data: [
      {
        type: 'heatmap',
        ...{ x0: 0, dx: 1 },
        z: counts.map((row, i) =>
          Float32Array.from(row, (both, j) => (i === j ? NaN : (100 * both) / row[i]!)),
        ),
        ...{ zmin: 0, zmax: 100 },
        colorscale: [
          [0, theme.surface],
          [1, theme.accent],
        ],
        showscale: false,
        colorbar: { title: { text: 'Clips (%)', font: { size: 13 } }, thickness: 12 },
        text: counts.map((row, i) =>
          Array.from(row, (both, j) => describe({ labels, both, of: row[i]!, i, j })),
        ),
        hovertemplate: '%{text}<extra></extra>',
      },
    ],
    layout: {
      ...baseLayout(theme, 'label-cooccurrence'),
      xaxis: {
        ...labelAxis(theme, 'has this one too (label)', names),
        tickangle: -45,
        range: [-0.5, last],
      },
      yaxis: { ...labelAxis(theme, 'A clip with (label)', names), range: [last, -0.5] },
      hovermode: 'closest',
    },
    config: FIGURE_CONFIG,
  };
}

export function labelCooccurrenceTable({
  cooccurrence: { labels, counts },
}: Pick<LabelCooccurrenceOptions, 'cooccurrence'>): ChartTable {
  return {
    caption: 'Labels that come together: clips with the label of a row that have that of a column',
    columns: ['Label', 'Clips', ...labels],
    rows: labels.map((label, i) => [
      label,
      formatCount(counts[i]![i]!),
      ...labels.map((_other, j) => {
        const both = counts[i]![j]!;
        return i === j ? '' : `${formatCount(both)} (${percentText(both / counts[i]![i]!)})`;
      }),
    ]),
  };
}

interface Cell {
  readonly labels: readonly string[];
  /** Clips with both. */
  readonly both: number;
  /** Clips with the row's label. */
  readonly of: number;
  readonly i: number;
  readonly j: number;
}

function describe({ labels, both, of, i, j }: Cell): string {
  if (i === j) return `${labels[i]}: ${formatCounted(of, 'clip')}`;
  return `${formatCount(both)} of ${formatCounted(of, 'clip')} with ${labels[i]} have ${labels[j]} too (${percentText(both / of)})`;
}

function labelAxis(theme: ChartTheme, title: string, names: readonly string[]): Axis {
  return {
    ...baseAxis(theme, title),
    tickvals: names.map((_name, i) => i),
    ticktext: names,
    showgrid: false,
  };
}
