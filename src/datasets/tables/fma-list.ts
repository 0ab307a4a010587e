// FMA's tracks.csv as a list of its recordings ("000/000002.mp3"), for audio without features: top genre, all genres,
// artist and split of each.

import type { ClipListEntry } from '../formats/format';
import { splitPartOf } from '../split-words';
import { readFmaGenres, withWindow, type FmaFiles } from './fma';
import { builtInFmaGenres } from './fma-genres';
import { readFmaTracks } from './fma-tracks';
import { parseLabels } from './label-cells';
import type { ReadTableOptions } from './table';
import { fmaTrackId } from './table-kind';

/**
 * What tracks.csv says of the recordings; those without a genre are left out.
 * @throws EarmarkError `fma-invalid` and those of any CSV
 */
export async function readFmaList(
  {
    tracks,
    genres,
  }: Required<Pick<FmaFiles, 'genres'>> & {
    tracks: NonNullable<FmaFiles['tracks']>;
  },
  recordings: readonly string[],
  { signal }: Pick<ReadTableOptions, 'signal'> = {},
): Promise<ClipListEntry[]> {
  const titles = genres ? await readFmaGenres(genres, signal) : builtInFmaGenres();
  const { indexOf, texts } = await withWindow(tracks, { signal }, (window) =>
    readFmaTracks({ name: tracks.name, window, genres: titles, signal }),
  );
  return recordings.flatMap((file): ClipListEntry[] => {
    const at = indexOf.get(fmaTrackId(file) ?? '');
    if (at === undefined) return [];
    const labels = parseLabels(texts.genres_all[at]!);
    const genre = texts.genre_top[at]! || labels[0];
    if (genre === undefined) return [];
    return [
      {
        file,
        genre,
        labels: labels.length > 0 ? labels : [genre],
        artist: texts.artist[at]! || undefined,
        split: splitPartOf(texts.split[at]!),
      },
    ];
  });
}
