// How much of the variance each principal component holds (a scree plot), and how much they hold together, with a mark
// where the rest was cut off.

import {
  FIGURE_CONFIG,
  type Annotation,
  type ChartTable,
  type Figure,
  type ScatterTrace,
  type Shape,
} from './figure';
import { baseAxis, baseLayout, PERCENT_TICKS, percentText, type ChartTheme } from './theme';

export interface ExplainedVarianceOptions {
  /** Share of the variance of each component there could be, largest first, 0…1. */
  readonly ratios: readonly number[];
  /** How many of them are kept. */
  readonly numComponents: number;
  readonly theme: ChartTheme;
}

const TOGETHER_DOMAIN = [0.55, 1] as const;
const EACH_DOMAIN = [0, 0.42] as const;
/** Components that are shown at least, kept or not, where there are as many. */
const MIN_SHOWN = 20;

export function explainedVarianceFigure(options: ExplainedVarianceOptions): Figure {
  const { numComponents, theme } = options;
  const { each, together } = shown(options);
  const numbers = each.map((_, i) => i + 1);
  const cumulative: ScatterTrace = {
    type: 'scatter',
    mode: 'lines',
    name: 'Together',
    x: numbers,
    y: together,
    text: together.map(percentText),
    line: { color: theme.accent, width: 2 },
    hovertemplate: 'The first %{x} together: %{text}<extra></extra>',
  };
  return {
    data: [
      cumulative,
      {
        type: 'bar',
        orientation: 'v',
        x: numbers,
        y: each,
        yaxis: 'y2',
        marker: {
          color: numbers.map((number) =>
            number <= numComponents ? theme.accent : theme.mutedText,
          ),
          line: { color: theme.surface, width: 0 },
        },
        text: each.map(percentText),
        textposition: 'none',
        hovertemplate: 'Component %{x}: %{text}<extra></extra>',
      },
    ],
    layout: {
      ...baseLayout(theme, 'explained-variance'),
      xaxis: {
        ...baseAxis(theme, 'Component (number)'),
        range: [0.5, Math.max(each.length, 2) + 0.5],
        anchor: 'y2',
        ...(each.length <= 10 && { dtick: 1 }), // there are no half components
      },
      yaxis: {
        ...baseAxis(theme, 'Together (%)'),
        range: [0, 1.02],
        domain: TOGETHER_DOMAIN,
        ...PERCENT_TICKS,
      },
      yaxis2: {
        ...baseAxis(theme, 'Each alone (%)'),
        range: [0, 1.1 * (each[0] ?? 1)],
        domain: EACH_DOMAIN,
        tickformat: '.0%',
        anchor: 'x',
      },
      showlegend: false,
      shapes: [cutLine(numComponents, theme)],
      annotations: [cutText(options, each.length)],
      bargap: 0.2,
      hovermode: 'closest',
    },
    config: FIGURE_CONFIG,
  };
}

export function explainedVarianceTable(
  options: Pick<ExplainedVarianceOptions, 'ratios' | 'numComponents'>,
): ChartTable {
  const { each, together } = shown(options);
  return {
    caption: `Share of the variance of each principal component, ${options.numComponents} of ${options.ratios.length} kept`,
    columns: ['Component', 'Alone (%)', 'Together (%)', 'Kept'],
    rows: each.map((share, i) => [
      i + 1,
      (100 * share).toFixed(2),
      (100 * together[i]!).toFixed(1),
      i < options.numComponents ? 'yes' : 'no',
    ]),
  };
}

/** The kept components and about as many after them. */
function shown({
  ratios,
  numComponents,
}: Pick<ExplainedVarianceOptions, 'ratios' | 'numComponents'>): {
  each: readonly number[];
  together: readonly number[];
} {
  const each = ratios.slice(0, Math.max(2 * numComponents, MIN_SHOWN));
  let sum = 0;
  return { each, together: each.map((share) => Math.min(1, (sum += share))) };
}

function cutLine(numComponents: number, theme: ChartTheme): Shape {
  const line = { color: theme.mutedText, width: 1, dash: 'dot' } as const;
  const x = numComponents + 0.5;
  return { type: 'line', xref: 'x', yref: 'paper', x0: x, x1: x, y0: 0, y1: 1, line };
}

function cutText(
  { ratios, numComponents, theme }: ExplainedVarianceOptions,
  numShown: number,
): Annotation {
  const kept = ratios.slice(0, numComponents).reduce((sum, share) => sum + share, 0);
  return {
    text: ` ${numComponents} keep ${percentText(Math.min(1, kept))} `,
    xref: 'x',
    yref: 'paper',
    x: numComponents + 0.5,
    y: 0.485,
    xanchor: numComponents > numShown / 2 ? 'right' : 'left',
    yanchor: 'middle',
    showarrow: false,
    font: { color: theme.text },
  };
}
