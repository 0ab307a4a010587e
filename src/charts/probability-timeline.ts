// What the model says along a recording: one stacked band a genre, in the genres' colours, filling 0…1; or, where a
// clip can have several labels, one line a label, the likeliest ones.

import {
  FIGURE_CONFIG,
  type Axis,
  type ChartTable,
  type Figure,
  type ScatterTrace,
} from './figure';
import { GENRE_PALETTE, genreColours } from './palette';
import { baseAxis, baseLayout, PERCENT_TICKS, percentText, type ChartTheme } from './theme';

/** One stretch of a recording and what the model says of it. */
export interface TimelineWindow {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** One a class, sums to 1 unless there are several labels. */
  readonly probabilities: readonly number[];
}

export interface ProbabilityTimelineOptions {
  /** In order of time; they may overlap. */
  readonly windows: readonly TimelineWindow[];
  readonly classes: readonly string[];
  readonly theme: ChartTheme;
  /** Each probability stands for itself. */
  readonly severalLabels?: boolean;
}

/** As many lines as can be told apart. */
const MAX_LINES = 8;
/** From here on times are told in minutes and seconds. */
const LONG_SECONDS = 120;
const TICK_SECONDS = [30, 60, 120, 300, 600, 1200, 1800, 3600];
/** As many labels as a narrow screen has room for. */
const MAX_TICKS = 6;

export function probabilityTimelineFigure(options: ProbabilityTimelineOptions): Figure {
  const { windows, classes, theme, severalLabels = false } = options;
  const shown = severalLabels ? likeliest(windows, classes) : [...classes.keys()];
  const colours = timelineColours(options);
  const start = windows[0]?.startSeconds ?? 0;
  const end = windows.at(-1)?.endSeconds ?? start + 1;
  return {
    data: shown.map((index) => {
      const genre = classes[index]!;
      const colour = colours.get(genre)!;
      const steps = stepsOf(windows, index);
      return severalLabels ? line(genre, colour, steps) : band(genre, colour, steps, theme);
    }),
    layout: {
      ...baseLayout(theme, 'probability-timeline'),
      xaxis: {
        ...baseAxis(theme, timeTitle(end)),
        range: [start, end],
        showgrid: false,
        ...clockTicks(end),
      },
      yaxis: { ...baseAxis(theme, 'Probability (%)'), range: [0, 1], ...PERCENT_TICKS },
      showlegend: true,
      legend: { orientation: 'h', x: 0, y: 1.02, yanchor: 'bottom', traceorder: 'normal' },
      hovermode: 'x unified',
    },
    config: FIGURE_CONFIG,
  };
}

/** Colour of every class: among hundreds they come again and turn grey, so the few lines there are get the first. */
export function timelineColours({
  windows,
  classes,
  severalLabels = false,
}: Omit<ProbabilityTimelineOptions, 'theme'>): Map<string, string> {
  const all = genreColours(classes);
  if (!severalLabels || classes.length <= GENRE_PALETTE.length) return all;
  const shown = likeliest(windows, classes).map((index) => classes[index]!);
  return new Map([...all, ...genreColours(shown)]);
}

export function probabilityTimelineTable({
  windows,
  classes,
}: Pick<ProbabilityTimelineOptions, 'windows' | 'classes'>): ChartTable {
  const end = windows.at(-1)?.endSeconds ?? 0;
  const time = end >= LONG_SECONDS ? clock : (seconds: number) => seconds.toFixed(1);
  return {
    caption: 'Probability (%) of each genre by time',
    columns: [timeTitle(end), ...classes],
    rows: windows.map(({ startSeconds, endSeconds, probabilities }) => [
      `${time(startSeconds)}–${time(endSeconds)}`,
      ...probabilities.map((p) => (100 * p).toFixed(1)),
    ]),
  };
}

function timeTitle(endSeconds: number): string {
  return endSeconds >= LONG_SECONDS ? 'Time (min:s)' : 'Time (s)';
}

function clockTicks(endSeconds: number): Partial<Axis> {
  if (endSeconds < LONG_SECONDS) return {};
  const step =
    TICK_SECONDS.find((seconds) => endSeconds / seconds <= MAX_TICKS) ?? TICK_SECONDS.at(-1)!;
  const tickvals = Array.from({ length: Math.floor(endSeconds / step) + 1 }, (_, i) => i * step);
  return { tickvals, ticktext: tickvals.map(clock), unifiedhovertitle: { text: '%{x:,.0f} s' } };
}

/** "1:05" */
function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
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

/** Indices of the classes that reach highest, the highest first. */
function likeliest(windows: readonly TimelineWindow[], classes: readonly string[]): number[] {
  const peaks = classes.map((_, index) =>
    windows.reduce((most, { probabilities }) => Math.max(most, probabilities[index] ?? 0), 0),
  );
  const order = [...peaks.keys()].sort((a, b) => peaks[b]! - peaks[a]!);
  return order.slice(0, MAX_LINES);
}

function line(genre: string, color: string, steps: readonly Step[]): ScatterTrace {
  return {
    type: 'scatter',
    mode: 'lines',
    name: genre,
    ...pointsOf(genre, steps),
    line: { color, width: 2, shape: 'hv' },
  };
}

function pointsOf(
  genre: string,
  steps: readonly Step[],
): Pick<ScatterTrace, 'x' | 'y' | 'text' | 'hovertemplate'> {
  return {
    x: steps.map((step) => step.seconds),
    y: steps.map((step) => step.probability),
    text: steps.map((step) => percentText(step.probability)),
    hovertemplate: `${genre}: %{text}<extra></extra>`,
  };
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
    ...pointsOf(genre, steps),
    line: { color: theme.surface, width: 0.5, shape: 'hv' },
  };
}
