import { describe, expect, it } from 'vitest';
import { argMax, createMatrix, row, stackRows, takeRows } from './matrix';

describe('Matrix', () => {
  const matrix = createMatrix(2, 3, Float32Array.of(1, 2, 3, 4, 5, 6));

  it('views a row without a copy', () => {
    expect([...row(matrix, 1)]).toEqual([4, 5, 6]);
    expect(row(matrix, 1).buffer).toBe(matrix.data.buffer);
  });

  it('copies chosen rows in the order asked for', () => {
    expect([...takeRows(matrix, [1, 0, 1]).data]).toEqual([4, 5, 6, 1, 2, 3, 4, 5, 6]);
  });

  it('refuses rows of different length and values that do not fill it', () => {
    expect(() => stackRows([new Float32Array(2), new Float32Array(3)])).toThrow(RangeError);
    expect(() => createMatrix(2, 2, new Float32Array(3))).toThrow('expected 2×2 values, got 3');
  });

  it('finds the first of the largest', () => {
    expect(argMax([1, 3, 3, 2])).toBe(1);
  });
});
