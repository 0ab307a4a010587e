import { expect, it } from 'vitest';
import { EarmarkError } from './errors';
import { joinErrors } from './join-errors';

it('failures of one code become one that names all of them', () => {
  const ragged = ['a.csv', 'b.csv', 'a.csv'].map((got) => new EarmarkError('table-ragged', got));
  const empty = new EarmarkError('table-empty', 'c.csv');
  const joined = joinErrors([ragged[0]!, empty, ...ragged.slice(1)]);
  expect(joined.map(({ record }) => record)).toEqual([
    { code: 'table-ragged', got: 'a.csv; b.csv' },
    { code: 'table-empty', got: 'c.csv' },
  ]);
  expect(joined[1]).toBe(empty);
  expect(joinErrors([])).toEqual([]);
});
