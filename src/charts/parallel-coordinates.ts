// Parallel coordinates (Inselberg 1985): an upright axis a quantity, a line across them all for each thing. Drawn with plain
// lines on axes of 0…1, because every axis has a scale of its own.

import { mix } from './colour';
import {
  FIGURE_CONFIG,
  type Annotation,
  type ChartTable,
  type Figure,
  type ScatterTrace,
  type Shape,
} from './figure';
import { baseAxis, baseLayout, type ChartTheme } from './theme';

export interface CoordinateAxis {
  readonly title: string;
  readonly scale: 'linear' | 'log';
  /** Its foot and its head, in the quantity's unit; both above 0 where the scale is logarithmic. */
  readonly range: readonly [number, number];
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
}

export interface CoordinateLine {
  readonly name: string;
  /** One an axis; null is a gap. */
  readonly values: readonly (number | null)[];
  /** The same in words. */
  readonly texts: readonly string[];
  /** What the line is coloured by; null where there is none yet. */
  readonly score: number | null;
  /** Stands out, in front of all others. */
  readonly best: boolean;
}

export interface ParallelCoordinatesOptions {
  readonly caption: string;
  /** What a line is. */
  readonly lineName: string;
  readonly axes: readonly CoordinateAxis[];
  readonly lines: readonly CoordinateLine[];
  readonly theme: ChartTheme;
}

/** Room above and below the axes, as a share of them, for the labels of their ends: no line passes there. */
const MARGIN = 0.14;
/** Of the way from the background to the muted text: the faintest line. */
const FAINT = 0.45;
/** Characters in a line of an axis' title. */
const TITLE_WIDTH = 10;
/** Pixels from an axis' end, or from the place on it, to the label. */
const LABEL_SHIFT = 9;

export function parallelCoordinatesFigure(options: ParallelCoordinatesOptions): Figure {
  const { axes, lines, theme } = options;
  const colourOf = scoreColours(lines, theme);
  const inFront = (line: CoordinateLine): number => (line.best ? 2 : line.score === null ? 0 : 1);
  const drawn = [...lines].sort(
    (a, b) => inFront(a) - inFront(b) || (a.score ?? 0) - (b.score ?? 0),
  );
  return {
    data: drawn.map((line) => trace(line, axes, colourOf(line))),
    layout: {
      ...baseLayout(theme, `parallel-coordinates-${axes.length}`),
      xaxis: {
        ...baseAxis(theme, 'What was tried and what came of it (an axis each)'),
        range: [-0.5, axes.length - 0.5],
        tickvals: axes.map((_, i) => i),
        ticktext: axes.map(({ title }) => wrapped(title)),
        showgrid: false,
      },
      yaxis: {
        ...baseAxis(theme, 'Low to high (each axis to its own scale)'),
        range: [-MARGIN, 1 + MARGIN],
        tickvals: [],
        ticktext: [],
        showgrid: false,
      },
      showlegend: false,
      shapes: axes.map((_, i) => upright(i, theme)),
      annotations: axes.flatMap((axis, i) => axis.ticks.map((tick) => label(axis, i, tick, theme))),
      hovermode: 'closest',
    },
    config: FIGURE_CONFIG,
  };
}

export function parallelCoordinatesTable({
  caption,
  lineName,
  axes,
  lines,
}: Omit<ParallelCoordinatesOptions, 'theme'>): ChartTable {
  return {
    caption,
    columns: [lineName, ...axes.map(({ title }) => title)],
    rows: lines.map(({ name, texts, best }) => [best ? `${name} (best)` : name, ...texts]),
  };
}

/** Where a value lies on its axis, 0 at its foot, 1 at its head; beyond them for values beyond. */
export function placeOn({ scale, range: [low, high] }: CoordinateAxis, value: number): number {
  if (low === high) return 0.5;
  const along = (each: number): number => (scale === 'log' ? Math.log(each) : each);
  return (along(value) - along(low)) / (along(high) - along(low));
}

function trace(line: CoordinateLine, axes: readonly CoordinateAxis[], color: string): ScatterTrace {
  const { name, values, texts, best } = line;
  return {
    type: 'scatter',
    mode: 'lines+markers',
    name,
    x: axes.map((_, i) => i),
    y: axes.map((axis, i) => {
      const value = values[i] ?? null;
      return value === null ? null : placeOn(axis, value);
    }),
    text: axes.map(({ title }, i) => `${title}: ${texts[i] ?? ''}`),
    line: { color, width: best ? 4 : 2 },
    marker: { color, size: best ? 9 : 6 },
    hovertemplate: `${name}${best ? ' (best)' : ''}<br>%{text}<extra></extra>`,
  };
}

/** From faint to the accent by score; the best has the second colour, so that it is told apart from close ones. */
function scoreColours(lines: readonly CoordinateLine[], theme: ChartTheme) {
  const scores = lines.flatMap(({ score }) => (score === null ? [] : score));
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const faint = mix(theme.surface, theme.mutedText, FAINT);
  return ({ score, best }: CoordinateLine): string => {
    if (best) return theme.secondary;
    if (score === null) return faint;
    return mix(faint, theme.accent, high > low ? (score - low) / (high - low) : 1);
  };
}

function upright(x: number, theme: ChartTheme): Shape {
  const [y0, y1] = [onPaper(0), onPaper(1)];
  const line = { color: theme.mutedText, width: 1, dash: 'solid' } as const;
  return { type: 'line', xref: 'x', yref: 'paper', x0: x, x1: x, y0, y1, line };
}

function label(
  axis: CoordinateAxis,
  x: number,
  { value, text }: CoordinateAxis['ticks'][number],
  theme: ChartTheme,
): Annotation {
  const place = placeOn(axis, value);
  return {
    text,
    xref: 'x',
    yref: 'paper',
    x,
    y: onPaper(place),
    ...sideOf(place),
    showarrow: false,
    font: { color: theme.mutedText, size: 11 },
  };
}

/** Ends are told beyond the axis, what lies between beside it and above its place: a line that crosses there level stays clear. */
function sideOf(place: number): Pick<Annotation, 'xanchor' | 'yanchor' | 'xshift' | 'yshift'> {
  if (place === 0) return { xanchor: 'center', yanchor: 'top', xshift: 0, yshift: -LABEL_SHIFT };
  if (place === 1) return { xanchor: 'center', yanchor: 'bottom', xshift: 0, yshift: LABEL_SHIFT };
  return { xanchor: 'left', yanchor: 'bottom', xshift: LABEL_SHIFT, yshift: 1 };
}

/** From a place on an axis to a share of the picture's height. */
function onPaper(place: number): number {
  return (place + MARGIN) / (1 + 2 * MARGIN);
}

/** Over several lines, at its spaces. */
function wrapped(title: string): string {
  const lines = [''];
  for (const word of title.split(' ')) {
    const last = lines.at(-1)!;
    const isLong = last.length + word.length >= TITLE_WIDTH;
    if (last === '') lines[lines.length - 1] = word;
    else if (isLong) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join('<br>');
}
