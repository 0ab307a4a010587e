// Clips as points on a map: near means alike. The axes have no meaning of their own and show nothing.

import type { Matrix } from '../core/matrix';
import { FIGURE_CONFIG, type ChartTable, type Figure, type ScatterTrace } from './figure';
import { genreColours } from './palette';
import { baseAxis, baseLayout, type ChartTheme } from './theme';

export interface MappedClip {
  readonly name: string;
  readonly genre: string;
  /** What a run took it for, where that was wrong. */
  readonly heardAs?: string | undefined;
}

export interface ClipMapOptions {
  /** One a row of `places`. */
  readonly clips: readonly MappedClip[];
  /** Shape [clips, 2]. */
  readonly places: Matrix;
  /** Of the whole dataset, so that colours are the same as everywhere. */
  readonly genres: readonly string[];
  readonly colourBy: 'genre' | 'mistake';
  /** Its accent is the colour of mistakes where these are shown. */
  readonly theme: ChartTheme;
}

/** The points of one colour, by their rows. */
interface Group {
  readonly name: string;
  readonly colour: string;
  readonly rows: readonly number[];
}

/** Row of the map that a point of the figure stands for, by the number of its trace and its place in it. */
export function rowsOfTraces(options: ClipMapOptions): (readonly number[])[] {
  return groupsOf(options).map(({ rows }) => rows);
}

export function clipMapFigure(options: ClipMapOptions): Figure {
  const { clips, places, theme } = options;
  const axis = { ...baseAxis(theme, ''), showgrid: false, tickvals: [] };
  return {
    data: groupsOf(options).map(({ name, colour, rows }): ScatterTrace => ({
      type: 'scatter',
      mode: 'markers',
      name,
      x: rows.map((row) => places.data[2 * row]!),
      y: rows.map((row) => places.data[2 * row + 1]!),
      text: rows.map((row) => describe(clips[row]!)),
      marker: { color: colour, size: 8 },
      hovertemplate: '%{text}<extra></extra>',
    })),
    layout: {
      ...baseLayout(theme, 'clip-map'),
      margin: { l: 8, r: 8, t: 8, b: 8 },
      xaxis: axis,
      yaxis: axis,
      showlegend: true,
      legend: { orientation: 'h', x: 0, y: -0.02, yanchor: 'top' },
      hovermode: 'closest',
    },
    config: FIGURE_CONFIG,
  };
}

export function clipMapTable({ clips, places }: ClipMapOptions): ChartTable {
  return {
    caption: 'Map of clips: those near each other are alike in what was measured',
    columns: ['Clip', 'Genre', 'Heard as', 'Across', 'Up'],
    rows: clips.map(({ name, genre, heardAs }, row) => [
      name,
      genre,
      heardAs ?? '',
      ...[0, 1].map((j) => places.data[2 * row + j]!.toFixed(2)),
    ]),
  };
}

function groupsOf({ clips, genres, colourBy, theme }: ClipMapOptions): Group[] {
  const rowsWhere = (isIn: (clip: MappedClip) => boolean): number[] =>
    clips.flatMap((clip, row) => (isIn(clip) ? [row] : []));
  const groups =
    colourBy === 'genre'
      ? [...genreColours(genres)].map(([name, colour]) => ({
          ...{ name, colour },
          rows: rowsWhere(({ genre }) => genre === name),
        }))
      : [
          {
            ...{ name: 'All others', colour: theme.mutedText },
            rows: rowsWhere(({ heardAs }) => heardAs === undefined),
          },
          {
            ...{ name: 'Mistakes', colour: theme.accent },
            rows: rowsWhere(({ heardAs }) => heardAs !== undefined),
          },
        ];
  return groups.filter(({ rows }) => rows.length > 0);
}

function describe({ name, genre, heardAs }: MappedClip): string {
  return heardAs === undefined ? `${name}<br>${genre}` : `${name}<br>${genre}, heard as ${heardAs}`;
}
