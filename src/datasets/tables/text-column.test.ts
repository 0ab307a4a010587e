import { expect, it } from 'vitest';
import { TextColumn } from './text-column';

it('a column of text knows its different texts, however they are spaced, while they are few', () => {
  const column = new TextColumn();
  for (const cell of ['rock', ' rock', 'jazz', '', 'NaN', 'rock ']) column.add(cell);
  expect(column.cells).toEqual(['rock', 'rock', 'jazz', '', '', 'rock']);
  expect(column.missing).toBe(2);
  expect(column.words).toEqual(new Set(['rock', 'jazz']));
  for (let i = 0; i < 3000; i++) column.add(`word ${i}`);
  expect(column.words).toBeNull();
  column.add('rock');
  expect(column.cells.at(-1)).toBe('rock');
});
