import { expect, it } from 'vitest';
import { fmaTracks } from '../../../test/builders/fma-files';
import { readFmaList } from './fma-list';

it('FMA’s tracks say genre, all genres, artist and split of recordings named by their number', async () => {
  const tracks = fmaTracks({ rows: 40, shuffled: true });
  const recordings = ['fma_small/000/000002.mp3', 'fma_small/000/000003.mp3', '000006.mp3'];
  const others = ['000/999999.mp3', 'intro.mp3', '000/000004.txt.mp3'];
  const entries = await readFmaList({ tracks, genres: undefined }, [...recordings, ...others]);
  expect(entries).toEqual([
    {
      file: 'fma_small/000/000002.mp3',
      genre: 'Rock',
      labels: ['Rock', 'Garage'],
      artist: 'Band, 0',
      split: 'train',
    },
    {
      file: 'fma_small/000/000003.mp3',
      genre: 'Hip-Hop',
      labels: ['Hip-Hop', 'Hip-Hop Beats'],
      artist: 'Band, 1',
      split: 'train',
    },
    expect.objectContaining({ file: '000006.mp3' }),
  ]);
});
