import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  FEATURE_POOL,
  fmaFeatures,
  fmaTracks,
  GENRE_OF,
  ID_OF,
  SPLIT_OF,
  SUBSET_OF,
} from '../../../test/builders/fma-files';
import { readWhole, rolesOf, tableFile } from '../../../test/builders/table-files';
import { fma518Extractor } from '../../features/fma-518';
import { row } from '../../core/matrix';
import { clipsOfTable } from './clips-of-table';
import { arrangeAsExtractor, fmaColumnName } from './extractor-columns';
import { builtInFmaGenres } from './fma-genres';
import { readTable } from './read-table';
import { subsetsOfTable } from './subsets';
import type { ReadTable, TableFile } from './table';
import { tableKind } from './table-kind';

const FULL_SIZE = 106_574;

async function textOf(file: TableFile): Promise<string> {
  return new Response(file.stream()).text();
}

function featuresOf({ columns }: ReadTable): string[] {
  return columns.filter(({ role }) => role === 'feature').map(({ name }) => name);
}

describe('FMA’s metadata', () => {
  it('is joined by track, whatever their order, under the names of the extractor that measures the same', async () => {
    const table = await readWhole(
      fmaFeatures({ rows: 40 }),
      fmaTracks({ rows: 40, shuffled: true }),
    );
    expect(rolesOf(table).slice(0, 7)).toEqual([
      ...['track_id: id', 'genre_top: label', 'genres_all: labels', 'title: ignore'],
      ...['artist: artist', 'split: split', 'subset: subset'],
    ]);
    expect(featuresOf(table)).toEqual(fma518Extractor.columns.map(({ name }) => name));
    expect(arrangeAsExtractor(featuresOf(table))?.extractor).toBe('fma-518');
    expect(table).toMatchObject({
      rows: 40,
      source: 'fma',
      problem: null,
      target: 'genre',
      notes: [],
    });
    expect([...row(table.matrix, 17)]).toEqual(
      FEATURE_POOL[17]!.map((x) => Math.fround(Number(x))),
    );

    const { clips, leftOut } = clipsOfTable({ ...table, subset: 'medium' });
    expect(clips[0]).toEqual({
      ...{ id: `${table.id}/0`, name: '000002', title: 'Song 0', genre: 'Rock', artist: 'Band, 0' },
      ...{ split: 'train', audio: null, bytes: 0, row: 0, line: 5, labels: undefined },
    });
    expect(leftOut).toMatchObject([
      { reason: 'other-subset', count: 20, firstRow: 2 },
      { reason: 'no-label', count: 6 },
    ]);
    const many = clipsOfTable({ ...table, target: 'labels', subset: null }).clips;
    expect(many.slice(0, 3).map(({ labels }) => labels)).toEqual([
      ['Rock', 'Garage'],
      ['Hip-Hop', 'Hip-Hop Beats'],
      ['Instrumental'],
    ]);
    expect(many).toHaveLength(40);
    expect(subsetsOfTable(table.columns, table.texts)).toEqual([
      { value: 'small', rows: 10 },
      { value: 'medium', rows: 20 },
      { value: 'large', rows: 40 },
      { value: 'full', rows: 40 },
    ]);
  });

  it('may have tracks that only one file knows, and its columns in another order', async () => {
    const features = await textOf(fmaFeatures({ rows: 30 }));
    const swapped = features.replaceAll(/^([^,]*),([^,]*),([^,]*)/gm, '$1,$3,$2');
    const table = await readWhole(
      tableFile(swapped, 'features.csv'),
      fmaTracks({ rows: 20, shuffled: true }),
    );
    expect(table.notes).toEqual([
      {
        code: 'note-table-rows-unmatched',
        got: `10 of features.csv only (the first is track ${ID_OF(20)})`,
      },
    ]);
    expect(arrangeAsExtractor(featuresOf(table))?.extractor).toBe('fma-518');
    expect(row(table.matrix, 5)[0]).toBe(Math.fround(Number(FEATURE_POOL[5]![0])));
    const other = await readWhole(fmaFeatures({ rows: 20 }), fmaTracks({ rows: 25 }));
    expect(other.notes).toMatchObject([{ got: '5 of tracks.csv only' }]);
    expect(clipsOfTable({ ...table, subset: null }).leftOut[0]!.reason).toBe('no-label');
  });

  it('takes genre names from genres.csv, and passes over other files', async () => {
    const genres =
      'genre_id,#tracks,parent,title,top_level\n12,1,0,Rawk,12\n85,1,12,"Garage, loud",12\n';
    const table = await readWhole(
      fmaFeatures({ rows: 6 }),
      fmaTracks({ rows: 6 }),
      tableFile(genres, 'genres.csv'),
      tableFile(',echonest\n,a\n1,2\n', 'echonest.csv'),
      tableFile('artist_id,artist_handle\n1,x\n', 'raw_artists.csv'),
    );
    expect(table.texts.get('genres_all')!.slice(0, 2)).toEqual([
      '["Rawk","Garage, loud"]',
      '["21","811"]',
    ]);
    expect(table.files).toHaveLength(3);
  });

  it('says what is missing', async () => {
    const features = fmaFeatures({ rows: 6 });
    const tracks = fmaTracks({ rows: 6 });
    await expect(readWhole(features)).rejects.toMatchObject({ code: 'fma-tracks-missing' });
    await expect(readWhole(tracks)).rejects.toMatchObject({ code: 'fma-features-missing' });
    const others = (await textOf(tracks)).replaceAll(/^(\d+,)/gm, '9$1');
    await expect(readWhole(features, tableFile(others, 'tracks.csv'))).rejects.toMatchObject({
      code: 'fma-invalid',
    });
    const nameless = (await textOf(tracks)).replaceAll('genre', 'g');
    await expect(readWhole(features, tableFile(nameless, 'tracks.csv'))).rejects.toMatchObject({
      code: 'fma-invalid',
      got: 'tracks.csv without the column genre_top or genres_all of track',
    });
  });

  it('is known by its files’ first rows', async () => {
    const kinds = await Promise.all(
      [fmaFeatures({ rows: 9 }), fmaTracks({ rows: 9 })].map(async (file) =>
        tableKind('x.csv', (await textOf(file)).slice(0, 65536)),
      ),
    );
    expect(kinds).toEqual(['fma-features', 'fma-tracks']);
    expect(tableKind('x.csv', 'genre_id,#tracks,parent,title,top_level\n1,2,3,A,4\n')).toBe(
      'fma-genres',
    );
  });

  const columns = new URL('../../../../shared/data/fma_columns518.csv', import.meta.url);
  it('has the published column names', (context) => {
    context.skip(!existsSync(columns), '../shared/data/fma_columns518.csv is not there');
    const rows = readFileSync(columns, 'utf8').trim().split('\n').slice(1);
    const names = rows.map((line) =>
      fmaColumnName(...(line.split(',').slice(1) as [string, string, string])),
    );
    expect(arrangeAsExtractor(names)?.extractor).toBe('fma-518');
  });

  const genres = new URL('../../../../shared/data/fma/genres.csv', import.meta.url);
  it('has the published genres', async (context) => {
    context.skip(!existsSync(genres), '../shared/data/fma/genres.csv is not there');
    const rows = readFileSync(genres, 'utf8').trim().split('\n').slice(1);
    const titles = rows.map((line) => [line.split(',')[0]!, line.split(',')[3]!] as const);
    expect([...builtInFmaGenres()]).toEqual(titles);
  });

  it('streams through at full size in bounded memory', { timeout: 300_000 }, async () => {
    const rows = FULL_SIZE;
    const before = process.memoryUsage().rss;
    let peak = before;
    let read = 0;
    let checked = 0;
    const started = performance.now();
    const features = fmaFeatures({ rows });
    const table = await readTable({
      files: [features, fmaTracks({ rows, bioBytes: 2000, shuffled: true })],
      onBlock: ({ firstRow, matrix }) => {
        expect(firstRow).toBe(read);
        read += matrix.rows;
        const line = FEATURE_POOL[firstRow % FEATURE_POOL.length]!;
        for (const column of [0, 99, 517]) {
          expect(matrix.data[column]).toBe(Math.fround(Number(line[column])));
          checked++;
        }
        peak = Math.max(peak, process.memoryUsage().rss);
      },
    });
    const seconds = (performance.now() - started) / 1000;
    const megabytes = (peak - before) / 2 ** 20;
    console.log(
      `${rows} rows, ${(features.size / 1e6).toFixed(0)} MB of features, in ${seconds.toFixed(1)} s with ${megabytes.toFixed(0)} MB more memory`,
    );
    expect(table.rows).toBe(rows);
    expect(table.notes).toEqual([]);
    expect(featuresOf(table)).toHaveLength(518);
    expect(checked).toBeGreaterThan(10);
    const all = Array.from({ length: rows }, (_, i) => i);
    const tracks = clipsOfTable({ ...table, target: 'labels', subset: 'full' }).clips;
    expect(tracks).toHaveLength(rows);
    const { clips } = clipsOfTable({ ...table, subset: 'small' });
    const small = all.filter((i) => SUBSET_OF(i) === 'small' && GENRE_OF(i) !== '');
    expect(clips).toHaveLength(small.length);
    const words = { train: 'training', validation: 'validation', test: 'test' };
    for (const part of ['train', 'validation', 'test'] as const) {
      expect(clips.filter(({ split }) => split === part)).toHaveLength(
        small.filter((i) => SPLIT_OF(i) === words[part]).length,
      );
    }
    expect(seconds).toBeLessThan(60);
    expect(megabytes).toBeLessThan(400);
  });
});
