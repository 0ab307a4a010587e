// Points of a map in their genres' colours, or with the mistakes picked out.

import { expect, test } from 'vitest';
import { createMatrix } from '../core/matrix';
import { clipMapFigure, clipMapTable, rowsOfTraces, type ClipMapOptions } from './clip-map';
import { genreColour } from './palette';
import { LIGHT_THEME } from './theme';

const genres = ['blues', 'jazz', 'rock'];
const options: ClipMapOptions = {
  clips: [
    { name: 'a.wav', genre: 'rock' },
    { name: 'b.wav', genre: 'blues', heardAs: 'rock' },
    { name: 'c.wav', genre: 'rock' },
  ],
  places: createMatrix(3, 2, Float32Array.of(0, 1, 2, 3, 4, 5)),
  genres,
  colourBy: 'genre',
  theme: LIGHT_THEME,
};

test('a genre a trace, in its colour; genres without a clip are left out', () => {
  const { data } = clipMapFigure(options);
  expect(data).toMatchObject([{ name: 'blues' }, { name: 'rock' }]);
  expect(data[1]).toMatchObject({
    x: [0, 4],
    y: [1, 5],
    marker: { color: genreColour('rock', genres) },
  });
  expect(rowsOfTraces(options)).toEqual([[1], [0, 2]]);
});

test('mistakes stand out and lie on top', () => {
  const { data } = clipMapFigure({ ...options, colourBy: 'mistake' });
  expect(data).toHaveLength(2);
  expect(data[1]).toMatchObject({
    name: 'Mistakes',
    x: [2],
    text: ['b.wav<br>blues, heard as rock'],
    marker: { color: LIGHT_THEME.accent },
  });
});

test('the table has a row a clip', () => {
  const { rows } = clipMapTable(options);
  expect(rows).toHaveLength(3);
  expect(rows[1]).toEqual(['b.wav', 'blues', 'rock', '2.00', '3.00']);
});
