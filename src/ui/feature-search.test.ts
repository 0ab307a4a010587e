import { expect, it } from 'vitest';
import { measured } from './format';
import { searchColumns } from './feature-search';

const columns = [
  { name: 'mfcc_03_mean', unit: 'dB', help: 'Ripple in the outline of the spectrum.' },
  { name: 'tempo', unit: 'BPM', help: 'Beats per minute.' },
  { name: 'chroma_c_sharp_mean', unit: '', help: 'How strongly the note C♯ sounds.' },
];

it.each([
  ['mfcc 3', [0]],
  ['MEAN', [0, 2]],
  ['bpm', [1]],
  ['rhythm', [1]],
  ['note c♯', [2]],
  ['tempo mean', []],
  ['  ', [0, 1, 2]],
])('"%s" finds columns %j', (search, found) => {
  expect([...searchColumns(columns, search)]).toEqual(found);
});

it.each([
  [2183.7, '2,184'],
  [-12.345, '−12.3'],
  [0.042137, '0.0421'],
  [0, '0'],
  [3.14e-7, '3.14E−7'],
])('a measured %d reads "%s"', (value, text) => {
  expect(measured(value)).toBe(text);
});
