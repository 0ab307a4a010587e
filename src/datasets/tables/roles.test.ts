import { describe, expect, it } from 'vitest';
import { readWhole, rolesOf, tableFile } from '../../../test/builders/table-files';

const ROWS = 40;
const MADE: Record<string, (i: number) => string | number> = {
  number: (i) => ((i * 37) % 41) / 8,
  counting: (i) => i,
  code: (i) => (i * 7) % 4,
  binary: (i) => ((i * 5) % 3) % 2,
  genre: (i) => ['rock', 'jazz', 'pop', 'folk'][(i * 7) % 4]!,
  list: (i) => `"['rock', 'p${i % 3}']"`,
  bars: (i) => (i % 2 ? 'rock|pop' : 'rock'),
  file: (i) => `song ${(i * 17) % ROWS}.wav`,
  artist: (i) => `Band ${(i * 3) % 11}`,
  split: (i) => ['train', 'valid', 'test', 'train'][i % 4]!,
  lyrics: (i) => `La la la ${i} `.repeat(40),
  constant: () => 661794,
  nearly: (i) => 30 + (i % 3) / 100,
  words: (i) => `w${(i * 11) % ROWS}`,
};

/** @param spec "name=what it holds" of each column; a name alone holds numbers */
async function roles(...spec: string[]): Promise<string[]> {
  const columns = spec.map((column) => column.split('='));
  const rows = Array.from({ length: ROWS }, (_, i) =>
    columns.map(([, made = 'number']) => MADE[made]!(i)).join(','),
  );
  const csv = [columns.map(([name]) => name).join(','), ...rows].join('\n');
  return rolesOf(await readWhole(tableFile(csv)));
}

describe('the roles of columns', () => {
  it.each([
    [
      'Kaggle',
      ['filename=file id', 'length=constant ignore', 'tempo', 'mfcc1', 'label=genre label'],
    ],
    [
      'Spotify',
      [
        ...['Unnamed: 0=counting ignore', 'track_id=file id', 'artists=artist artist'],
        ...['track_name=words ignore', 'duration_ms', 'tempo', 'track_genre=genre label'],
      ],
    ],
    ['pandas', ['index=counting ignore', 'a', 'genre_top=genre label', 'set.split=split split']],
    ['numbered classes', ['x', 'y2', 'class=code label']],
    ['lists', ['id=counting id', 'x', 'tags=bars ignore', 'genres=list labels']],
    ['one label a column', ['x', 'genre_rock=binary labels', 'genre_pop=binary labels']],
    ['no names that tell', ['a', 'what=words id', 'b', 'kind=genre label']],
  ])('of %s', async (_, columns) => {
    const expected = columns.map((column) => {
      const [name = '', made] = column.split('=');
      return `${name}: ${made?.split(' ')[1] ?? 'feature'}`;
    });
    expect(await roles(...columns.map((column) => column.replace(/ [a-z]+$/, '')))).toEqual(
      expected,
    );
  });

  it('give the answer away to no feature', async () => {
    expect(
      await roles('x', 'genre=genre', 'genre_id=code', 'label=code', 'label_encoded=code'),
    ).toEqual([
      ...[
        'x: feature',
        'genre: label',
        'genre_id: ignore',
        'label: ignore',
        'label_encoded: ignore',
      ],
    ]);
    expect(await roles('x', 'style=genre', 'genre_rock=binary', 'genre_pop=binary')).toEqual([
      ...['x: feature', 'style: label', 'genre_rock: ignore', 'genre_pop: ignore'],
    ]);
    expect(await roles('x', 'fold=code', 'artist_id=code', 'album_id=code', 'genre=genre')).toEqual(
      [...['x: feature', 'fold: ignore', 'artist_id: artist', 'album_id: ignore', 'genre: label']],
    );
  });

  it('leave out how the file was cut', async () => {
    expect(
      await roles('length=constant', 'duration=nearly', 'sample_rate=constant', 'genre=genre', 'x'),
    ).toEqual([
      ...[
        'length: ignore',
        'duration: ignore',
        'sample_rate: ignore',
        'genre: label',
        'x: feature',
      ],
    ]);
    expect((await roles('duration_ms', 'genre=genre'))[0]).toBe('duration_ms: feature');
  });

  it('do not keep long texts', async () => {
    const csv = `lyrics,x,genre\n${Array.from({ length: 9 }, (_, i) => `${MADE['lyrics']!(i)},${i * i},rock`).join('\n')}`;
    const table = await readWhole(tableFile(csv));
    expect([...table.texts.keys()]).toEqual(['genre']);
    expect(table.columns[0]).toMatchObject({
      role: 'ignore',
      reason: 'its texts are too long for labels',
    });
  });

  it('come with a reason each', async () => {
    const csv = `file,x,genre\n${Array.from({ length: 9 }, (_, i) => `a${i}.wav,${i * i},rock`).join('\n')}`;
    const { columns } = await readWhole(tableFile(csv));
    expect(columns.map(({ reason }) => reason)).toEqual([
      'its name says that it tells which clip a row is',
      'a number',
      'its name says that it tells the genre',
    ]);
  });
});

describe('numbers with something beside them', () => {
  it.each([
    ['93.45 BPM', '93.45'],
    ['12.3%', '12.3'],
    ['"93,450.00"', '93450.00'],
    ['-14 dB', '-14'],
  ])('%s is text that could be learned from as %s', async (cell, bare) => {
    const rows = Array.from(
      { length: ROWS },
      (_, i) => `${cell},${i / 8},${i % 2 ? 'rock' : 'pop'}`,
    );
    const { columns } = await readWhole(tableFile(['x,f,genre', ...rows].join('\n')));
    expect(columns[0]).toMatchObject({ kind: 'text', role: 'ignore' });
    expect(columns[0]!.reason).toContain(`such as ${bare} `);
  });

  it.each(['3 of a kind', '3:41', 'C4', '4/4'])('"%s" is none', async (cell) => {
    const rows = Array.from(
      { length: ROWS },
      (_, i) => `${cell},${i / 8},${i % 2 ? 'rock' : 'pop'}`,
    );
    const { columns } = await readWhole(tableFile(['x,f,genre', ...rows].join('\n')));
    expect(columns[0]!.reason).not.toContain('bare numbers');
  });
});
