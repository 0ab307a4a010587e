import { describe, expect, it } from 'vitest';
import { genreFromPath, genreKey, labelPaths, unifyGenres } from './labels';

function genres(...paths: string[]): (string | null)[] {
  const labels = labelPaths(paths);
  return paths.map((path) => labels.get(path)!.genre);
}

function artists(...paths: string[]): (string | null)[] {
  const labels = labelPaths(paths);
  return paths.map((path) => labels.get(path)!.artist);
}

function sources(...paths: string[]): (string | null)[] {
  const labels = labelPaths(paths);
  return paths.map((path) => labels.get(path)!.from);
}

describe('genreFromPath', () => {
  it.each([
    ['Music/Blues/a.mp3', 'Blues'],
    ['Blues\\a.mp3', 'Blues'],
    ['./ Free Jazz /a.mp3', 'Free Jazz'],
    ['gtzan/blues/blues.00001.wav', 'blues'],
    ['blues.00001.wav', 'blues'],
    ['Music/blues.00001.wav', 'blues'],
    ['jazz/track.00001.wav', 'jazz'],
    ['rock/Queen/A Night at the Opera/01.mp3', 'rock'],
    ['a.mp3', null],
    ['Music/a.mp3', null],
    ['', null],
  ])('%s → %s', (path, genre) => {
    expect(genreFromPath(path)).toBe(genre);
  });
});

describe('labelPaths', () => {
  it('reads a folder a genre, at any depth', () => {
    expect(genres('noise/a.wav', 'quiet/b.wav')).toEqual(['noise', 'quiet']);
    expect(genres('x/genres/noise/a.wav', 'x/genres/quiet/b.wav')).toEqual(['noise', 'quiet']);
  });

  it('gives spellings that differ in case one name, the most frequent', () => {
    expect(genres('Blues/a.wav', 'blues/b.wav', 'Blues/c.wav', 'Jazz /d.wav')).toEqual([
      'Blues',
      'Blues',
      'Blues',
      'Jazz',
    ]);
  });

  it('takes artist and album folders below the genre for what they are', () => {
    const paths = ['Music/rock/Queen/Jazz/a.mp3', 'Music/rock/ABBA/b.mp3', 'Music/soul/Nina/c.mp3'];
    expect(genres(...paths)).toEqual(['rock', 'rock', 'soul']);
    expect(artists(...paths)).toEqual(['Queen', 'ABBA', 'Nina']);
  });

  it('knows a genre above artists even when it is the only genre', () => {
    const paths = ['rock/Queen/a.mp3', 'rock/ABBA/b.mp3'];
    expect(genres(...paths)).toEqual(['rock', 'rock']);
    expect(artists(...paths)).toEqual(['Queen', 'ABBA']);
  });

  it('finds the level of genres below something else', () => {
    expect(genres('usb/rock/a.mp3', 'phone/jazz/b.mp3')).toEqual(['rock', 'jazz']);
  });

  it('does not take discs or format folders for artists', () => {
    expect(artists('rock/CD 1/a.mp3', 'rock/CD 2/b.mp3', 'jazz/wav/c.mp3')).toEqual([
      null,
      null,
      null,
    ]);
    expect(genres('Late Night/CD 1/a.mp3', 'Late Night/CD2/b.mp3')).toEqual([
      'Late Night',
      'Late Night',
    ]);
  });

  it('leaves a file without a label when the others lie in genre folders', () => {
    expect(genres('Music/stray.mp3', 'Music/Noise/a.mp3', 'Music/Quiet/b.mp3')).toEqual([
      null,
      'Noise',
      'Quiet',
    ]);
    expect(genres('stray.mp3', 'Noise/a.mp3')).toEqual([null, 'Noise']);
    expect(genres('Music/stray.mp3', 'Music/Noise/a.mp3')).toEqual([null, 'Noise']);
  });

  it('takes the only folder as the genre', () => {
    expect(genres('Noise/a.mp3', 'Noise/b.mp3')).toEqual(['Noise', 'Noise']);
    expect(genres('Noise/a.mp3', 'Noise/Band/b.mp3')).toEqual(['Noise', 'Noise']);
  });

  it('reads GTZAN names when all files share one folder', () => {
    expect(genres('all/blues.00001.wav', 'all/rock.00002.wav')).toEqual(['blues', 'rock']);
    expect(genres('blues.00001.wav', 'rock.00002.wav')).toEqual(['blues', 'rock']);
  });

  it('reads GTZAN itself, sorted or flat', () => {
    const [blues, rock] = ['blues.00001.wav', 'rock.00002.wav'];
    for (const folder of ['', 'genres_original/', 'Data/genres_original/', 'my gtzan/']) {
      expect(genres(`${folder}${blues}`, `${folder}${rock}`)).toEqual(['blues', 'rock']);
      const sorted = [`${folder}blues/${blues}`, `${folder}rock/${rock}`];
      expect(genres(...sorted)).toEqual(['blues', 'rock']);
      expect(sources(...sorted)).toEqual(['folder', 'folder']);
    }
    expect(sources(`my gtzan/${blues}`, `my gtzan/${rock}`)).toEqual(['name', 'name']);
  });

  it('reads the numbered folders of FMA as folders, which a list then overrules', () => {
    const paths = ['fma_small/000/000002.mp3', 'fma_small/155/155066.mp3'];
    expect(genres(...paths)).toEqual(['000', '155']);
    expect(sources(...paths)).toEqual(['folder', 'folder']);
  });

  it('says what says a genre: folders, names or nothing', () => {
    expect(sources('rock/a.mp3', 'Music/blues.00001.wav', 'b.mp3')).toEqual([
      'folder',
      'name',
      null,
    ]);
  });

  it('reads GTZAN names when each folder holds several', () => {
    const paths = ['a/blues.00001.wav', 'a/rock.00001.wav', 'b/rock.00002.wav', 'b/jazz.00001.wav'];
    expect(genres(...paths)).toEqual(['blues', 'rock', 'rock', 'jazz']);
  });

  it('reads GTZAN names when the folders mean something else', () => {
    expect(genres('part1/blues.00001.wav', 'part2/rock.00002.wav')).toEqual(['blues', 'rock']);
  });

  it('lets genre folders win over names that merely look like GTZAN', () => {
    expect(genres('real-jazz/jazz.00000.ogg', 'real-jazz/jazz.00001.ogg')).toEqual([
      'real-jazz',
      'real-jazz',
    ]);
    expect(genres('real-jazz/jazz.00000.ogg', 'tape jazz/jazz.00001.ogg')).toEqual([
      'real-jazz',
      'tape jazz',
    ]);
    expect(genres('calm/jazz.00000.ogg', 'calm/blues.00000.ogg', 'wild/jazz.00001.ogg')).toEqual([
      'calm',
      'calm',
      'wild',
    ]);
    expect(genres('jazz/swing.00000.ogg', 'jazz/bop.00001.ogg')).toEqual(['jazz', 'jazz']);
    expect(genres('jazz/track.00001.wav', 'rock/track.00002.wav')).toEqual(['jazz', 'rock']);
    expect(genres('noise/track.00001.wav', 'quiet/track.00002.wav')).toEqual(['noise', 'quiet']);
  });

  it('reads folders named after the parts of a split', () => {
    const paths = ['set/train/blues/a.wav', 'set/val/blues/b.wav', 'set/test/rock/c.wav'];
    expect(genres(...paths)).toEqual(['blues', 'blues', 'rock']);
    expect([...labelPaths(paths).values()].map((label) => label.split)).toEqual([
      'train',
      'validation',
      'test',
    ]);
    expect(genres('train/blues.00001.wav', 'test/rock.00001.wav')).toEqual(['blues', 'rock']);
    expect([...labelPaths(['test/rock/a.wav', 'test/jazz/b.wav']).values()]).toEqual([
      { genre: 'rock', from: 'folder', artist: null, split: null },
      { genre: 'jazz', from: 'folder', artist: null, split: null },
    ]);
  });

  it('labels nothing out of nothing', () => {
    expect(labelPaths([]).size).toBe(0);
  });

  it('copes with many files', () => {
    const paths = Array.from({ length: 150_000 }, (_, i) => `g${i % 7}/${i}.mp3`);
    expect(labelPaths(paths).get('g3/3.mp3')?.genre).toBe('g3');
  });
});

describe('unifyGenres', () => {
  it('keeps the most frequent spelling and everything else of the items', () => {
    const items = [
      { id: 1, genre: 'Hip-Hop' },
      { id: 2, genre: 'hip-hop' },
      { id: 3, genre: 'hip-hop ' },
    ];
    expect(unifyGenres(items)).toEqual([
      { id: 1, genre: 'hip-hop' },
      { id: 2, genre: 'hip-hop' },
      { id: 3, genre: 'hip-hop' },
    ]);
    expect(genreKey(' Hip-Hop')).toBe('hip-hop');
  });

  it('gives labels the same spelling as genres, each once an item', () => {
    const items = [
      { genre: 'Dub', labels: ['Dub', 'loud'] },
      { genre: 'dub', labels: ['LOUD', 'dub', ' loud'] },
      { genre: 'dub', labels: ['ska'] },
    ];
    expect(unifyGenres(items)).toEqual([
      { genre: 'dub', labels: ['dub', 'loud'] },
      { genre: 'dub', labels: ['loud', 'dub'] },
      { genre: 'dub', labels: ['ska'] },
    ]);
  });
});
