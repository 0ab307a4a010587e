import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flattenTrees, shortestFloat32, unflattenTrees, type FlatTrees } from './flat-trees';

/** A leaf, and a tree of five nodes: ask column 2, then column 0 on the right. */
const FLAT: FlatTrees = {
  column: [-1, 2, -1, 0, -1, -1],
  value: [0.5, 1.25, -1, 7, 2, 3],
  missingLeft: [0, 1, 0, 0, 0, 0],
  gain: [0, 4, 0, 2.5, 0, 0],
  cover: [8, 9, 4, 5, 3, 2],
};

describe('flat trees', () => {
  it('finds each tree and each right child again', () => {
    const trees = unflattenTrees(FLAT, { numTrees: 2, numColumns: 3 });
    expect(trees.map((tree) => [...tree.right])).toEqual([[0], [2, 0, 4, 0, 0]]);
    expect(flattenTrees(trees)).toEqual(FLAT);
  });

  it.each<[string, FlatTrees, number, number]>([
    ['lists of tree nodes of different lengths', { ...FLAT, value: [1] }, 2, 3],
    ['a tree that is cut off', { ...FLAT, column: [-1, 2, -1, 0, -1, 0] }, 2, 3],
    ['2 trees instead of 3', FLAT, 3, 3],
    ['column 2 of 2', FLAT, 2, 2],
  ])('refuses %s', (got, flat, numTrees, numColumns) => {
    expect(() => unflattenTrees(flat, { numTrees, numColumns })).toThrow(got);
  });

  it('writes a single-precision number so that it reads back the same', () => {
    expect(shortestFloat32(Math.fround(0.1))).toBe(0.1);
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Math.fround(shortestFloat32(value)) === value).toBe(true);
      }),
    );
  });
});
