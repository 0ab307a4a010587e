import { expect, it } from 'vitest';
import { bestMatch, searchColumns, searchExamples } from './feature-search';
import { measured } from './format';

const columns = [
  { name: 'mfcc_03_mean', unit: 'dB', help: 'Ripple in the outline of the spectrum.' },
  { name: 'tempo', unit: 'BPM', help: 'Beats per minute.' },
  { name: 'chroma_c_sharp_mean', unit: '', help: 'How strongly the note C♯ sounds.' },
  { name: 'mfcc_13_mean', unit: 'dB', help: 'Finer than MFCC 12.' },
  { name: 'tempo_variation', unit: '', help: 'How unevenly the beats follow each other.' },
];

it.each([
  ['mfcc 3', [0]],
  ['mfcc3', [0]],
  ['MFCC 03', [0]],
  ['MEAN', [0, 2, 3]],
  ['bpm', [1]],
  ['rhythm', [1, 4]],
  ['note c♯', [2]],
  ['tempo mean', []],
  ['  ', [0, 1, 2, 3, 4]],
])('"%s" finds columns %j', (search, found) => {
  expect([...searchColumns(columns, search).keys()]).toEqual(found);
});

it('ranks what is called that before titles, names and explanations', () => {
  expect([...searchColumns(columns, 'tempo')]).toEqual([
    [1, 0],
    [4, 1],
  ]);
  expect(searchColumns(columns, 'mfcc').get(0)).toBe(1);
  expect(searchColumns(columns, 'mfcc 12').get(3)).toBe(3);
  expect(searchColumns(columns, 'db').get(0)).toBe(2);
  expect(bestMatch(columns, 'beats')).toBe('Tempo');
  expect(bestMatch(columns, 'cowbell')).toBeNull();
});

it('proposes what is there', () => {
  expect(searchExamples(columns)).toEqual(['Tempo', 'MFCC 3', 'Chroma C♯']);
});

it.each([
  [2183.7, '2,184'],
  [-12.345, '−12.3'],
  [0.042137, '0.0421'],
  [-6.55e-5, '−0.0000655'],
  [0, '0'],
  [3.14e-7, '3.14\u00a0×\u00a010⁻⁷'],
  [-2.5e-12, '−2.5\u00a0×\u00a010⁻¹²'],
  [3.04e11, '3.04\u00a0×\u00a010¹¹'],
])('a measured %d reads "%s"', (value, text) => {
  expect(measured(value)).toBe(text);
});

it('reads what rounding left of nothing as 0', () => {
  expect(measured(1.22e-16, 1)).toBe('0');
  expect(measured(6.55e-5, 1)).toBe('0.0000655');
  expect(measured(1.22e-16, 1.3e-16)).toBe('1.22\u00a0×\u00a010⁻¹⁶');
});
