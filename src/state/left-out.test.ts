import { expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import { leftOutText } from './left-out';

const clipsOf = (...genres: string[]) => genres.map((genre, i) => makeClip({ id: `${i}`, genre }));

it('says which clips no class of a model is called like', () => {
  const clips = clipsOf('blues', 'blues', 'jazz', 'rock');
  expect(leftOutText(clips, ['Blues Rock', 'jazz', 'rock'])).toBe(
    '2 clips of blues are left out: no class of the model is called so.',
  );
  expect(leftOutText(clips, ['blues', 'rock'])).toMatch(/^1 clip of jazz is left out/);
  expect(leftOutText(clips, [])).toMatch(/^4 clips of blues, jazz and rock are left out/);
  expect(leftOutText(clips, ['blues', 'jazz', 'rock'])).toBe('');
  expect(leftOutText(clipsOf(...'abcdefg'), [])).toMatch(/of a, b, c, d, e and 2 more are/);
});
