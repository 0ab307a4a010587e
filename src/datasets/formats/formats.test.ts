import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EarmarkError } from '../../core/errors';
import { artistListText } from './artist-list-text';
import { clipListCsv } from './clip-list-csv';
import { DATASET_FORMATS, findFormat } from './registry';
import { splitListText } from './split-list-text';

const HEAD: Record<string, { name: string; text: string; entries: number }> = {
  'clip-list-csv': { name: 'list.csv', text: 'file,label\na.mp3,rock\nb.mp3,jazz\n', entries: 2 },
  'artist-list-text': {
    name: 'index.txt',
    text: '## who\nblues.00000.wav ::: John Lee Hooker ::: Sugar Mama\nb.wav :::  ::: \n',
    entries: 2,
  },
  'split-list-text': { name: 'train_x.txt', text: 'rock/a.wav\njazz/b.wav\n', entries: 2 },
};

describe.each(DATASET_FORMATS)('format $id', (format) => {
  const sample = HEAD[format.id]!;
  it('is found by name and head, alone', () => {
    const matching = DATASET_FORMATS.filter((other) => other.matches(sample.name, sample.text));
    expect(matching).toEqual([format]);
    expect(findFormat(sample.name, sample.text)).toBe(format);
  });
  it('parses its sample, with any line ends and a byte order mark', () => {
    const text = '\uFEFF' + sample.text.replaceAll('\n', '\r\n');
    expect(format.parse(sample.name, text)).toEqual(format.parse(sample.name, sample.text));
    expect(format.parse(sample.name, text)).toHaveLength(sample.entries);
  });
  it('refuses nonsense with a reason', () => {
    expect(format.matches('song.mp3', 'ID3\u0004\u0000')).toBe(false);
    expect(() => format.parse(sample.name, '\u0000\u0001 nonsense')).toThrow(EarmarkError);
    expect(() => format.parse(sample.name, '')).toThrow(EarmarkError);
  });
});

describe('clip list CSV', () => {
  const parse = (text: string) => clipListCsv.parse('list.csv', text);

  it('reads every column, in any order, case and delimiter', () => {
    expect(parse('Split;Artist;Label;File\nval;"A; B";rock;rock/a.mp3\n;;;b.mp3\n\n')).toEqual([
      { file: 'rock/a.mp3', genre: 'rock', artist: 'A; B', split: 'validation' },
      { file: 'b.mp3', genre: undefined, artist: undefined, split: undefined },
    ]);
    expect(parse('name\ttest\na.mp3\t1')[0]).toMatchObject({ file: 'a.mp3' });
  });

  it('reads the words used for the parts', () => {
    const words = ['train', 'Training', 'val', 'valid', 'validation', 'TEST', 'testing', 'none'];
    const text = `file,split\n${words.map((word) => `a,${word}`).join('\n')}`;
    expect(parse(text).map((entry) => entry.split)).toEqual([
      ...['train', 'train', 'validation', 'validation', 'validation', 'test', 'test', undefined],
    ]);
  });

  it('prefers artist_split, then split, then filtered_split, as whole columns', () => {
    expect(parse('file,filtered_split,split,artist_split\na,test,val,train')[0]?.split).toBe(
      'train',
    );
    expect(parse('file,filtered_split,split\na,test,val')[0]?.split).toBe('validation');
    expect(parse('file,filtered_split\na,test')[0]?.split).toBe('test');
    expect(parse('file,artist_split,split\na,,val')[0]?.split).toBeUndefined();
  });

  it.each([
    [
      'label,artist\nrock,A',
      'list.csv with the columns label, artist, none of them called file, path, filename, name',
    ],
    ['file,label\n', 'list.csv without a line below its header'],
    [
      '\nfile,split\na,train\n\nb,weekend',
      'list.csv, line 5: split "weekend", which is none of train, validation and test',
    ],
    [
      'file,"split\r\nor part",split\r\n"a\nb","x\ry",train\r\n\r\nc,y,weekend',
      'list.csv, line 7: split "weekend", which is none of train, validation and test',
    ],
    [
      'file,split\ra,train\r\rb,weekend',
      'list.csv, line 4: split "weekend", which is none of train, validation and test',
    ],
    ['file,artist\n"a\nb",x\n\nc,"y\nd,z\n', 'list.csv: Quoted field unterminated, line 5'],
    [
      'file,artist\r\n\r\nc,"y\r\n" z,a\r\n',
      'list.csv: Trailing quote on quoted field is malformed, line 3',
    ],
  ])('refuses %j', (text, got) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ code: 'clip-list-invalid', got }) as Error,
    );
  });

  it.each(['\n', '\r', '\r\n'])('passes over empty lines that end in %j', (end) => {
    const text = ['', ' ', 'file,split', '', 'a,train', '', ''].join(end);
    expect(clipListCsv.matches('list.csv', text)).toBe(true);
    expect(parse(text)).toEqual([
      { file: 'a', genre: undefined, artist: undefined, split: 'train' },
    ]);
  });

  it('reads several labels a clip, in a column for them or in that of the genre', () => {
    const labelled = 'file,labels\na.mp3,rock|Loud\nb.mp3,loud | loud\nc.mp3,loud\nd.mp3,\n';
    expect(clipListCsv.matches('tags.csv', labelled)).toBe(true);
    expect(parse(labelled)).toEqual([
      { file: 'a.mp3', genre: 'rock', labels: ['rock', 'loud'] },
      { file: 'b.mp3', genre: 'loud', labels: ['loud'] },
      { file: 'c.mp3', genre: 'loud', labels: ['loud'] },
      { file: 'd.mp3' },
    ]);
    expect(parse('file;genre\na;rock|dub\nb;dub')).toEqual([
      { file: 'a', genre: 'rock', labels: ['rock', 'dub'] },
      { file: 'b', genre: 'dub' },
    ]);
    expect(parse(`file,genre,genres_all\na,Pop,"['Hip-Hop', 'Pop']"`)).toEqual([
      { file: 'a', genre: 'Pop', labels: ['Hip-Hop', 'Pop'] },
    ]);
  });

  it('takes a column of labels with one a clip for one of genres', () => {
    expect(parse('file,labels\na,rock\nb,dub')).toEqual([
      { file: 'a', genre: 'rock' },
      { file: 'b', genre: 'dub' },
    ]);
  });

  it('leaves other CSV files alone', () => {
    expect(clipListCsv.matches('features.csv', 'tempo,chroma\n1,2')).toBe(false);
    expect(clipListCsv.matches('notes.txt', 'file,label\n')).toBe(false);
  });

  const manifest = new URL('../../../../shared/data/gtzan/manifest.csv', import.meta.url);
  it('reads a real manifest', (context) => {
    context.skip(!existsSync(manifest), '../shared/data/gtzan/manifest.csv is not there');
    const entries = parse(readFileSync(manifest, 'utf8'));
    expect(entries).toHaveLength(550);
    expect(new Set(entries.map((entry) => entry.genre)).size).toBe(10);
    const count = (part: string) => entries.filter((entry) => entry.split === part).length;
    expect([count('train'), count('validation'), count('test')]).toEqual([381, 82, 87]);
    expect(entries.filter((entry) => entry.artist === undefined)).toHaveLength(46);
  });
});

describe('split list', () => {
  it('takes the part from the name', () => {
    const parse = (name: string) => splitListText.parse(name, 'blues/blues.00001.wav')[0];
    expect(parse('lists/train_filtered.txt')).toEqual({
      file: 'blues/blues.00001.wav',
      split: 'train',
    });
    expect(parse('valid_filtered.txt')?.split).toBe('validation');
    expect(parse('my-test.txt')?.split).toBe('test');
  });
  it('leaves other text files alone', () => {
    expect(splitListText.matches('latest.txt', 'a/b.wav')).toBe(false);
    expect(splitListText.matches('test.txt', 'Dear reader, this is a text.')).toBe(false);
    expect(splitListText.matches('readme.txt', 'a/b.wav')).toBe(false);
  });
});

describe('artist list', () => {
  it('leaves an unknown artist open', () => {
    const lines = 'a.wav ::: A ::: T\nb.wav :::  ::: T\nc.wav ::: C :::\nd.wav :::';
    expect(artistListText.parse('x.txt', lines)).toEqual([
      { file: 'a.wav', artist: 'A' },
      { file: 'b.wav', artist: undefined },
      { file: 'c.wav', artist: 'C' },
      { file: 'd.wav', artist: undefined },
    ]);
  });

  const index = new URL('../../../../shared/data/gtzan_splits/GTZANindex.txt', import.meta.url);
  it('reads the artists of GTZAN', (context) => {
    context.skip(!existsSync(index), '../shared/data/gtzan_splits/GTZANindex.txt is not there');
    const text = readFileSync(index, 'utf8');
    expect(findFormat('GTZANindex.txt', text.slice(0, 4096))).toBe(artistListText);
    const entries = artistListText.parse('GTZANindex.txt', text);
    expect(entries).toHaveLength(1000);
    expect(entries[0]).toEqual({ file: 'blues.00000.wav', artist: 'John Lee Hooker' });
    expect(entries.filter(({ artist }) => artist === undefined).length).toBeLessThan(200);
  });
});
