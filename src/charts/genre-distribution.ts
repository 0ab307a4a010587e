// Clips a genre, as bars in the genres' colours.

import { formatCount, formatCounted } from '../core/format';
import type { GenreSummary } from '../datasets/analyse';
import { FIGURE_CONFIG, type ChartTable, type Figure } from './figure';
import { namedBarsLayout } from './named-bars';
import { genreColours } from './palette';
import type { ChartTheme } from './theme';

export interface GenreDistributionOptions {
  /** Largest first, as `analyseDataset` gives them. */
  readonly genres: readonly GenreSummary[];
  readonly theme: ChartTheme;
  /** They are labels, of which a clip can have several. */
  readonly severalLabels?: boolean;
}

export function genreDistributionFigure({ genres, theme }: GenreDistributionOptions): Figure {
  const colours = genreColours(genres.map((item) => item.genre));
  const largest = genres.reduce((most, { clips }) => Math.max(most, clips), 1);
  return {
    data: [
      {
        type: 'bar',
        orientation: 'h',
        x: genres.map((item) => item.clips),
        y: genres.map((item) => item.genre),
        marker: {
          color: genres.map((item) => colours.get(item.genre)!),
          line: { color: theme.mutedText, width: 1 },
        },
        text: genres.map((item) => formatCount(item.clips)),
        textposition: 'outside',
        cliponaxis: false,
        customdata: genres.map((item) => [
          describeClips(item),
          item.minutes,
          describeArtists(item),
        ]),
        hovertemplate:
          '%{y}: %{customdata[0]}, %{customdata[1]:.1f} minutes, %{customdata[2]}<extra></extra>',
      },
    ],
    layout: namedBarsLayout({
      key: 'genre-distribution',
      axisTitle: 'Clips (number)',
      range: [0, largest * 1.1],
      theme,
    }),
    config: FIGURE_CONFIG,
  };
}

export function genreDistributionTable({
  genres,
  severalLabels = false,
}: Pick<GenreDistributionOptions, 'genres' | 'severalLabels'>): ChartTable {
  const total = genres.reduce((sum, item) => sum + item.clips, 0);
  return {
    caption: severalLabels
      ? 'Clips a label; a clip counts with each of its labels'
      : 'Clips a genre',
    columns: [severalLabels ? 'Label' : 'Genre', 'Clips', 'Share (%)', 'Minutes', 'Artists known'],
    rows: genres.map((item) => [
      item.genre,
      item.clips,
      ((100 * item.clips) / total).toFixed(1),
      item.minutes.toFixed(1),
      item.artists,
    ]),
  };
}

function describeClips({ clips }: GenreSummary): string {
  return formatCounted(clips, 'clip');
}

function describeArtists({ artists }: GenreSummary): string {
  if (artists === 0) return 'artists unknown';
  return artists === 1 ? '1 artist known' : `${artists} artists known`;
}
