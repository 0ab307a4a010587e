// Tables of features for the visits: small ones that are made up, and the real ones beside the checkout where they are.

import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { fma518Extractor } from '../src/features/fma-518';

const DATA = fileURLToPath(new URL('../../shared/data', import.meta.url));

/** Path of a file in the folder of real data, or null where there is none. */
export function realData(...parts: string[]): string | null {
  const file = path.join(DATA, ...parts);
  return existsSync(file) ? file : null;
}

export interface DroppedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export function csvFile(name: string, lines: readonly string[]): DroppedFile {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) };
}

/** The clip's number spread over a genre's range, so that trees tell the genres apart. */
function measurement(genre: number, clip: number, column: number): string {
  return (10 * genre * (column % 3) + ((clip * 7 + column * 13) % 10)).toFixed(3);
}

export const GENRES = ['blues', 'jazz', 'rock'] as const;

/** A row a clip: its file, some numbers, its genre in a column of that name. */
export function featureLines(clipsPerGenre: number, labelColumn = 'label'): string[] {
  const names = Array.from({ length: 8 }, (_, i) => `feature_${i}`);
  const rows = GENRES.flatMap((genre, g) =>
    Array.from({ length: clipsPerGenre }, (_, clip) => {
      const file = `${genre}.${String(clip).padStart(5, '0')}.wav`;
      return [file, ...names.map((_, column) => measurement(g, clip, column)), genre].join(',');
    }),
  );
  return [['filename', ...names, labelColumn].join(','), ...rows];
}

/** Split lists as they are published: each clip in one of three, every fifth in none. */
export function splitLists(clipsPerGenre: number, name: string): DroppedFile[] {
  const parts = ['train', 'train', 'valid', 'test', null];
  const linesOf = (part: string): string[] =>
    GENRES.flatMap((genre) =>
      Array.from({ length: clipsPerGenre }, (_, clip) => clip)
        .filter((clip) => parts[clip % parts.length] === part)
        .map((clip) => `${genre}/${genre}.${String(clip).padStart(5, '0')}.wav`),
    );
  return ['train', 'valid', 'test'].map((part) => ({
    name: `${part}_${name}.txt`,
    mimeType: 'text/plain',
    buffer: Buffer.from(linesOf(part).join('\n')),
  }));
}

const FMA_GENRES = ['Electronic', 'Folk', 'Hip-Hop'] as const;
const FMA_PER_GENRE = { small: 10, medium: 6, large: 2 } as const;

/** Tracks of all subsets in FMA's own layout; those of "large" have no top genre, like many of the real ones. */
function fmaTracks() {
  return Object.entries(FMA_PER_GENRE)
    .flatMap(([subset, count]) =>
      FMA_GENRES.flatMap((genre, g) =>
        Array.from({ length: count }, (_, i) => ({
          ...{ subset, g, i },
          genre: subset === 'large' ? '' : genre,
          split: ['training', 'training', 'training', 'validation', 'test'][i % 5]!,
          artist: `artist ${g} ${i % 4}`,
          labels: `[${g + 1}, ${10 + g}]`,
        })),
      ),
    )
    .map((track, index) => ({ ...track, id: 2 + 3 * index }));
}

/** `fma_metadata.zip` as it is published, but small: features, tracks and genres, and others of its files. */
export async function fmaZip(): Promise<Buffer> {
  const tracks = fmaTracks();
  const columns = fma518Extractor.columns.map(({ name }) => {
    const [, feature = '', statistic = '', number = ''] = /^(.+)_([a-z]+)_(\d+)$/.exec(name) ?? [];
    return { feature, statistic, number };
  });
  const features = [
    ['feature', ...columns.map(({ feature }) => feature)],
    ['statistics', ...columns.map(({ statistic }) => statistic)],
    ['number', ...columns.map(({ number }) => number)],
    ['track_id', ...columns.map(() => '')],
    ...tracks.map(({ id, g, i }) => [id, ...columns.map((_, c) => measurement(g, i, c))]),
  ];
  const trackRows = [
    ['', 'album', 'artist', 'set', 'set', 'track', 'track', 'track'],
    ['', 'title', 'name', 'split', 'subset', 'genre_top', 'genres_all', 'title'],
    ['track_id', '', '', '', '', '', '', ''],
    ...tracks.map(({ id, artist, split, subset, genre, labels }) => [
      ...[id, 'Album', artist, split, subset, genre, `"${labels}"`, `Track ${id}`],
    ]),
  ];
  const genres = [
    'genre_id,#tracks,parent,title,top_level',
    ...FMA_GENRES.map((title, g) => `${g + 1},10,0,${title},${g + 1}`),
    ...FMA_GENRES.map((title, g) => `${10 + g},5,${g + 1},Sub ${title},${g + 1}`),
  ];
  const textOf = (rows: readonly (readonly (string | number)[])[]): string =>
    rows.map((row) => row.join(',')).join('\n');
  const files = {
    'features.csv': textOf(features),
    'tracks.csv': textOf(trackRows),
    'genres.csv': genres.join('\n'),
    'raw_artists.csv': 'artist_id,artist_handle\n1,Somebody\n',
    'README.txt': 'About the files.',
  };
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false });
  for (const [name, text] of Object.entries(files)) {
    await writer.add(`fma_metadata/${name}`, new TextReader(text));
  }
  return Buffer.from(await (await writer.close()).arrayBuffer());
}
