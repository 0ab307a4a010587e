// What the model says along a recording: one stacked band a genre, in the genres' colours, filling 0…1.

import { FIGURE_CONFIG, type ChartTable, type Figure, type ScatterTrace } from './figure';
import { genreColours } from './palette';
import { baseAxis, baseLayout, PERCENT_TICKS, percentText, type ChartTheme } from './theme';

/** One stretch of a recording and what the model says of it. */
export interface TimelineWindow {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** One a class, sums to 1. */
  readonly probabilities: readonly number[];
}

export interface ProbabilityTimelineOptions {
  /** In order of time; they may overlap. */
  readonly windows: readonly TimelineWindow[];
  readonly classes: readonly string[];
  readonly theme: ChartTheme;
}

export function probabilityTimelineFigure(options: ProbabilityTimelineOptions): Figure {
  const { windows, classes, theme } = options;
  const colours = genreColours(classes);
  const start = windows[0]?.startSeconds ?? 0;
  const end = windows.at(-1)?.endSeconds ?? start + 1;
  return {
    data: classes.map((genre, index) => {
      const steps = stepsOf(windows, index);
      return band(genre, colours.get(genre)!, steps, theme);
    }),
    layout: {
      ...baseLayout(theme, 'probability-timeline'),
      xaxis: { ...baseAxis(theme, 'Time (s)'), range: [start, end], showgrid: false },
      yaxis: { ...baseAxis(theme, 'Probability (%)'), range: [0, 1], ...PERCENT_TICKS },
      showlegend: true,
      legend: { orientation: 'h', x: 0, y: 1.02, yanchor: 'bottom', traceorder: 'normal' },
      hovermode: 'x unified',
    },
    config: FIGURE_CONFIG,
  };
}

export function probabilityTimelineTable({
  windows,
  classes,
}: Pick<ProbabilityTimelineOptions, 'windows' | 'classes'>): ChartTable {
  return {
    caption: 'Probability (%) of each genre by time',
    columns: ['Time (s)', ...classes],
    rows: windows.map(({ startSeconds, endSeconds, probabilities }) => [
      `${startSeconds.toFixed(1)}–${endSeconds.toFixed(1)}`,
      ...probabilities.map((p) => (100 * p).toFixed(1)),
    ]),
  };
}

interface Step {
  readonly seconds: number;
  readonly probability: number;
}

/** Each window lasts until the next one starts; the last lasts until its end. */
function stepsOf(windows: readonly TimelineWindow[], index: number): Step[] {
  const steps = windows.map(({ startSeconds, probabilities }) => ({
    seconds: startSeconds,
    probability: probabilities[index] ?? 0,
  }));
  const last = windows.at(-1);
  if (!last) return [];
  return [...steps, { seconds: last.endSeconds, probability: last.probabilities[index] ?? 0 }];
}

function band(
  genre: string,
  fillcolor: string,
  steps: readonly Step[],
  theme: ChartTheme,
): ScatterTrace {
  return {
    type: 'scatter',
    mode: 'lines',
    name: genre,
    stackgroup: 'probability',
    fillcolor,
    x: steps.map((step) => step.seconds),
    y: steps.map((step) => step.probability),
    text: steps.map((step) => percentText(step.probability)),
    line: { color: theme.surface, width: 0.5, shape: 'hv' },
    hovertemplate: `${genre}: %{text}<extra></extra>`,
  };
}
