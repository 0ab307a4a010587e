// FMA's metadata files at any size, made as they are read: nothing of them is kept. The layout is that of the published
// features.csv (three header rows and one that names the index) and tracks.csv (two and one), values are made up.

import { createRandom } from '../../src/core/random';
import { fma518Extractor } from '../../src/features/fma-518';
import type { TableFile } from '../../src/datasets/tables/table';

const CHUNK_BYTES = 1 << 18;
const POOL = 64;
const COLUMNS = 518;
/** A prime that divides no number of rows: multiples of it come by every row once. */
const STRIDE = 7927;

/** Levels and names of tracks.csv. */
const TRACK_COLUMNS: Readonly<Record<string, string>> = {
  album:
    'comments date_created date_released engineer favorites id information listens producer tags title tracks type',
  artist:
    'active_year_begin active_year_end associated_labels bio comments date_created favorites id latitude location longitude members name related_projects tags website wikipedia_page',
  set: 'split subset',
  track:
    'bit_rate comments composer date_created date_recorded duration favorites genre_top genres genres_all information interest language_code license listens lyricist number publisher tags title',
};
export const SUBSET_OF = (i: number): string =>
  (['small', 'medium', 'large', 'large'] as const)[i % 4]!;
export const SPLIT_OF = (i: number): string =>
  i % 10 < 8 ? 'training' : i % 10 < 9 ? 'validation' : 'test';
/** Two of three tracks have one. */
export const GENRE_OF = (i: number): string => ['Rock', 'Hip-Hop', ''][i % 3]!;
const GENRES_ALL = ['[12, 85]', '[21, 811]', '[1235]'];
/** Ids grow with gaps. */
export const ID_OF = (i: number): number => 2 + i + Math.floor(i / 2);

export interface FmaFileOptions {
  readonly rows: number;
  /** Of the tracks: in another order than the features, as nothing says that the files share one. */
  readonly shuffled?: boolean;
  /** Bytes of the long texts of a track; the real file has about 2,000. */
  readonly bioBytes?: number;
}

/** Values as the published file has them, by row of the pool. */
export const FEATURE_POOL: readonly (readonly string[])[] = makePool();

function makePool(): string[][] {
  const random = createRandom(1);
  return Array.from({ length: POOL }, (_, line) =>
    Array.from({ length: COLUMNS }, () => {
      const value = Math.fround(random.normal() * 10 ** (random.integer(8) - 4));
      return value.toExponential(line % 8 === 0 ? 16 : 10).replace(/e([+-])(\d)$/, 'e$10$2');
    }),
  );
}

export function fmaFeatures({ rows }: FmaFileOptions): TableFile {
  const parts = fma518Extractor.columns.map(({ name }) =>
    /^(.*)_([^_]+)_(\d\d)$/.exec(name)!.slice(1),
  );
  const head = [
    ['feature', ...parts.map(([feature]) => feature)],
    ['statistics', ...parts.map(([, statistic]) => statistic)],
    ['number', ...parts.map(([, , number]) => number)],
    ['track_id', ...parts.map(() => '')],
  ];
  const pool = FEATURE_POOL.map((values) => encode(`,${values.join(',')}\n`));
  const text = head.map((row) => row.join(',') + '\n').join('');
  return generated('fma_metadata/features.csv', text, rows, (i) => [
    encode(String(ID_OF(i))),
    pool[i % POOL]!,
  ]);
}

export function fmaTracks({ rows, bioBytes = 300, shuffled = false }: FmaFileOptions): TableFile {
  const columns = Object.entries(TRACK_COLUMNS).flatMap(([level, names]) =>
    names.split(' ').map((name) => [level, name] as const),
  );
  const head = [
    ['', ...columns.map(([level]) => level)],
    ['', ...columns.map(([, name]) => name)],
    ['track_id', ...columns.map(() => '')],
  ];
  const bio = `"<p>A band, ""live"", since\n1999</p>\r\n${'x, '.repeat(bioBytes / 3)}"`;
  const cells = (i: number): Record<string, string> => ({
    'artist.bio': bio,
    'artist.id': String(i % 500),
    'artist.name': `"Band, ${i % 499}"`,
    'set.split': SPLIT_OF(i),
    'set.subset': SUBSET_OF(i),
    'track.genre_top': GENRE_OF(i),
    'track.genres': GENRES_ALL[i % 3]!.includes(',')
      ? `"${GENRES_ALL[i % 3]}"`
      : GENRES_ALL[i % 3]!,
    'track.genres_all': GENRES_ALL[i % 3]!.includes(',')
      ? `"${GENRES_ALL[i % 3]}"`
      : GENRES_ALL[i % 3]!,
    'track.title': `Song ${i}`,
    'track.bit_rate': '256000',
    'album.date_created': '2008-11-26 01:44:45',
  });
  const text = head.map((row) => row.join(',') + '\n').join('');
  return generated('fma_metadata/tracks.csv', text, rows, (at) => {
    const i = shuffled ? (at * STRIDE) % rows : at;
    const known = cells(i);
    const line = columns.map(([level, name]) => known[`${level}.${name}`] ?? '');
    return [encode(`${ID_OF(i)},${line.join(',')}\n`)];
  });
}

function generated(
  name: string,
  head: string,
  rows: number,
  rowOf: (i: number) => readonly Uint8Array[],
): TableFile {
  const stream = (): ReadableStream<Uint8Array> => {
    let next = 0;
    return new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(encode(head)),
      pull: (controller) => {
        if (next >= rows) {
          controller.close();
          return;
        }
        const parts: Uint8Array[] = [];
        let length = 0;
        while (next < rows && length < CHUNK_BYTES) {
          for (const part of rowOf(next)) {
            parts.push(part);
            length += part.length;
          }
          next++;
        }
        const chunk = new Uint8Array(length);
        let at = 0;
        for (const part of parts) {
          chunk.set(part, at);
          at += part.length;
        }
        controller.enqueue(chunk);
      },
    });
  };
  const pooled = Array.from({ length: POOL }, (_, i) => rowOf(i)).flat();
  const rowBytes = pooled.reduce((sum, part) => sum + part.length, 0) / POOL;
  return { name, size: Math.round(head.length + rows * rowBytes), stream };
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
