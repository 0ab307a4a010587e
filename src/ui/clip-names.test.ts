import { expect, it } from 'vitest';
import { shortNames } from './clip-names';

it.each([
  [
    ['music/blues/a.ogg', 'music/blues/b.ogg'],
    ['a.ogg', 'b.ogg'],
  ],
  [
    ['x/CD1/01.mp3', 'x/CD2/01.mp3', 'x/CD2/02.mp3'],
    ['CD1/01.mp3', 'CD2/01.mp3', '02.mp3'],
  ],
  [
    ['a/b/c.wav', 'd/b/c.wav'],
    ['a/b/c.wav', 'd/b/c.wav'],
  ],
  [
    ['same', 'same', ''],
    ['same', 'same', ''],
  ],
  [
    ['a.wav', 'x/a.wav'],
    ['a.wav', 'x/a.wav'],
  ],
])('%j is shown as %j', (names, short) => {
  expect(shortNames(names)).toEqual(short);
});
