// One colour a genre, the same in every chart. Twelve colours, nearly all from Okabe & Ito's and Paul Tol's
// sets, chosen and ordered so that they stay apart for red-, green- and blue-blind eyes, on light and dark.

import { mix } from './colour';

export const GENRE_PALETTE: readonly string[] = [
  '#0072b2',
  '#bbcc33',
  '#cc3311',
  '#882255',
  '#77aadd',
  '#999933',
  '#5d3a9b',
  '#88ccee',
  '#aa3377',
  '#cc79a7',
  '#009e73',
  '#ffaabb',
];

const GREY = '#808080';

/**
 * #rrggbb; depends on the genre's place among all genres by name, not on their order. From the
 * thirteenth genre on the colours come again, greyer.
 */
export function genreColour(genre: string, allGenres: readonly string[]): string {
  return genreColours(allGenres).get(genre) ?? GREY;
}

/** Colour of every genre. */
export function genreColours(allGenres: readonly string[]): Map<string, string> {
  const sorted = [...new Set(allGenres)].sort();
  return new Map(sorted.map((genre, i) => [genre, paletteColour(i)]));
}

function paletteColour(index: number): string {
  const round = Math.floor(index / GENRE_PALETTE.length);
  const colour = GENRE_PALETTE[index % GENRE_PALETTE.length]!;
  return mix(colour, GREY, 1 - 0.55 ** round);
}
