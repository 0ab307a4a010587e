// How well each genre is told from the others over the epochs: one line a genre, in its colour, on axes that stay where
// they are. Its legend is the page's, where a genre can be picked out.

import type { EpochRecord } from '../core/run-types';
import { epochAxis, keptEpochMark, type EpochChartOptions } from './epoch-axis';
import { FIGURE_CONFIG, type ChartTable, type Figure, type ScatterTrace } from './figure';
import { GENRE_PALETTE, genreColours } from './palette';
import { baseAxis, baseLayout, PERCENT_TICKS, percentText } from './theme';

export interface GenreCurvesOptions extends EpochChartOptions {
  readonly classes: readonly string[];
  /** The genre that is picked out: the others step back. */
  readonly picked?: string | null;
}

/** How a genre's line looks. */
export interface GenreLine {
  readonly genre: string;
  /** #rrggbb */
  readonly colour: string;
  readonly dash: 'solid' | 'dash' | 'dot';
}

const DASHES = ['solid', 'dash', 'dot'] as const;
/** Of each colour of the palette its place in `DASHES`: colours of nearly the same hue have different ones. */
const DASH_OF_COLOUR = [0, 0, 0, 1, 1, 1, 2, 2, 2, 0, 2, 1] as const;
const BACKGROUND_OPACITY = 0.25;

/** One a class; dashes tell apart what has nearly the same colour, and those whose colours come again. */
export function genreLines(classes: readonly string[]): GenreLine[] {
  const colours = genreColours(classes);
  const places = new Map([...colours.keys()].map((genre, i) => [genre, i]));
  return classes.map((genre) => {
    const place = places.get(genre)!;
    const round = Math.floor(place / GENRE_PALETTE.length);
    const dash = DASHES[(DASH_OF_COLOUR[place % GENRE_PALETTE.length]! + round) % DASHES.length]!;
    return { genre, colour: colours.get(genre)!, dash };
  });
}

export function genreCurvesFigure(options: GenreCurvesOptions): Figure {
  const { history, classes, theme, picked = null, epochName = 'Epoch' } = options;
  const isKnown = picked !== null && classes.includes(picked);
  return {
    data: genreLines(classes).map((line, index): ScatterTrace => {
      const f1 = history.map((record) => f1Of(record, index));
      const { genre, colour: color, dash } = line;
      const isPicked = isKnown && genre === picked;
      return {
        type: 'scatter',
        // A single point draws no line.
        mode: history.length < 2 ? 'markers' : 'lines',
        name: genre,
        x: history.map(({ epoch }) => epoch),
        y: f1,
        text: f1.map(percentText),
        line: { color, width: isPicked ? 3.5 : 2, dash },
        marker: { color, size: isPicked ? 9 : 6 },
        ...(isKnown && !isPicked && { opacity: BACKGROUND_OPACITY }),
        hovertemplate: `${genre}, ${epochName.toLowerCase()} %{x}: %{text}<extra></extra>`,
      };
    }),
    layout: {
      ...baseLayout(theme, 'genre-curves'),
      xaxis: epochAxis(options),
      yaxis: {
        ...baseAxis(theme, 'F1 on validation clips (%)'),
        // Beyond both ends, so that a line at 0 % or 100 % is seen whole.
        range: [-0.02, 1.02],
        ...PERCENT_TICKS,
      },
      showlegend: false,
      hovermode: 'closest',
      ...keptEpochMark(options, { y: 1, yanchor: 'bottom' }),
    },
    config: FIGURE_CONFIG,
  };
}

export function genreCurvesTable({
  history,
  classes,
  epochName = 'Epoch',
}: Pick<GenreCurvesOptions, 'history' | 'classes' | 'epochName'>): ChartTable {
  return {
    caption: `F1 (%, found and named right) of each genre on the validation clips by ${epochName.toLowerCase()}`,
    columns: [epochName, ...classes.map((genre) => `${genre}: validation F1 (%)`)],
    rows: history.map((record) => [
      record.epoch,
      ...classes.map((_, index) => {
        const f1 = f1Of(record, index);
        return f1 === null ? '–' : (100 * f1).toFixed(1);
      }),
    ]),
  };
}

function f1Of({ validationGenres }: EpochRecord, index: number): number | null {
  return validationGenres?.f1[index] ?? null;
}
