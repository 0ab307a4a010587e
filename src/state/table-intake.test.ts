import { describe, expect, it } from 'vitest';
import type { TableKind } from '../datasets/tables/table-kind';
import type { FileItem } from './file-intake';
import { sortTables, takeTables } from './table-intake';

function item(path: string, text = ''): FileItem {
  const file = new Blob([text]);
  return { path, bytes: file.size, open: () => Promise.resolve(file), origin: null };
}

const FEATURES =
  'filename,tempo,rms,zcr,mfcc1,label\na.wav,120,0.1,0.2,3,rock\nb.wav,90,0.2,0.1,4,jazz\n';

/** Paths of each table's files, then of what is left. */
async function sorted(...items: FileItem[]): Promise<[string[][], string[]]> {
  const { tables, items: rest } = await takeTables(items);
  return [tables.map((files) => files.map(({ path }) => path)), rest.map(({ path }) => path)];
}

describe('what was dropped', () => {
  it('is told by what is in it: tables, lists of clips and everything else', async () => {
    expect(
      await sorted(
        item('music/rock/a.wav', 'RIFF'),
        item('music/features.csv', FEATURES),
        item('music/artists.csv', 'file,artist\na.wav,Somebody\n'),
        item('music/train_filtered.txt', 'rock/a.wav\n'),
        item('__MACOSX/music/._features.csv', FEATURES),
      ),
    ).toEqual([
      [['music/features.csv']],
      [
        'music/rock/a.wav',
        'music/artists.csv',
        'music/train_filtered.txt',
        '__MACOSX/music/._features.csv',
      ],
    ]);
  });

  it('of FMA’s tracks without features is a list of its recordings, and no table', async () => {
    const tracks = item('meta/tracks.csv', ',album,artist,set,track\n,id,id,split,genre_top\n');
    const recording = item('fma_small/000/000002.mp3');
    const { tables, items, fmaLists } = await takeTables([tracks, recording]);
    expect([tables, items, fmaLists]).toEqual([[], [recording], [[tracks]]]);
    expect((await takeTables([tracks])).tables).toEqual([[tracks]]);
  });

  it('in a zip is looked at without searching the zip again', async () => {
    const stream = (): ReadableStream<Uint8Array> => new Blob([FEATURES]).stream();
    const zipped = { zip: new Blob([]), entryName: 'features.csv', stream };
    expect(await sorted({ ...item('set/features.csv'), zipped })).toEqual([
      [['set/features.csv']],
      [],
    ]);
  });

  it('can be very much, and looking at it can be stopped', async () => {
    const stop = new AbortController();
    let opened = 0;
    const many = Array.from({ length: 100 }, (_, i) => ({
      ...item(`${i}.csv`),
      open: () => {
        if (++opened === 3) stop.abort();
        return Promise.resolve(new Blob([FEATURES]));
      },
    }));
    await expect(takeTables(many, stop.signal)).rejects.toMatchObject({ name: 'AbortError' });
    expect(opened).toBe(3);
  });

  it('is a list as well where it names recordings beside it', async () => {
    const songs = 'file,genre,year,bpm,seconds,plays\na.mp3,rock,1999,120,30,7\n';
    const list = item('songs.csv', songs);
    const { tables, items, lists } = await takeTables([list, item('a.mp3', 'ID3')]);
    expect([tables, items.map(({ path }) => path), lists]).toEqual([[[list]], ['a.mp3'], [list]]);
    expect((await takeTables([list])).lists).toEqual([]);
    expect((await takeTables([list, item('b.mp3', 'ID3')])).lists).toEqual([]);
  });

  it('is read as a table where no list matches, so that what is wrong with it is told', async () => {
    const tables = ['file,tempo,rms\na.wav,120,1\n', 'sep=;\na;b\n1;2\n', 'a b c\n1 2 3\n'];
    for (const text of tables) {
      expect(await sorted(item('odd.csv', text))).toEqual([[['odd.csv']], []]);
    }
    const list = item('list.csv', 'file,genre,bpm\na.wav,rock,120\n');
    expect(await sorted(list)).toEqual([[], ['list.csv']]);
  });

  it('that cannot be opened is left to whoever reads it', async () => {
    const gone = { ...item('gone.csv'), open: () => Promise.reject(new Error('gone')) };
    expect(await sorted(gone)).toEqual([[], ['gone.csv']]);
  });
});

it('FMA’s files of one folder are one table, and what else FMA put there is passed over', () => {
  const folder = (name: string): FileItem => item(`fma_metadata/${name}`);
  const kinds: Record<string, TableKind> = {
    'tracks.csv': 'fma-tracks',
    'genres.csv': 'fma-genres',
    'features.csv': 'fma-features',
    'raw_artists.csv': 'fma-other',
  };
  const fma = Object.entries(kinds).map(([name, kind]) => [folder(name), kind] as const);
  const [notFound, audio] = [folder('not_found.pickle'), item('fma_small/000/000002.mp3')];
  const own = item('own.csv');
  const { tables, items } = sortTables(
    [...fma.map(([file]) => file), notFound, audio, own],
    new Map<FileItem, TableKind>([...fma, [own, 'csv']]),
  );
  expect(tables).toEqual([fma.slice(0, 3).map(([file]) => file), [own]]);
  expect(items).toEqual([audio]);
});
