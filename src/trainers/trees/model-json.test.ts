import { describe, expect, it } from 'vitest';
import { randomEnsemble } from '../../../test/builders/trees';
import type { ModelJson } from '../trainer';
import { ensembleFromJson, ensembleToJson } from './model-json';

const PATIENCE_MILLISECONDS = 5000;

/** As models were saved before they told their groups: two classes, a leaf each. */
function twoLeaves(state: object = {}): ModelJson {
  const trees = { column: [-1, -1], value: [0.5, -0.5], missingLeft: [0, 0] };
  return {
    version: 1,
    trainer: 'boosted-trees',
    classes: ['a', 'b'],
    state: { columnNames: ['x'], rounds: 1, trees, ...state },
  };
}

function withLists(lists: object): ModelJson {
  return twoLeaves({ trees: { column: [-1, -1], value: [1, 1], missingLeft: [0, 0], ...lists } });
}

function chain(depth: number): ModelJson {
  const column = Array.from({ length: 2 * depth + 1 }, (_, i) => (i < depth ? 0 : -1));
  const zeros = column.map(() => 0);
  const trees = { column, value: zeros, missingLeft: zeros };
  const one = { objective: 'binary:logistic', baseMargins: [0], treeGroups: [0] };
  return twoLeaves({ ...one, trees });
}

describe('a saved model', () => {
  it('is the same after it was read', () => {
    const shape = { seed: 1, columns: 4, asked: 4, groups: 3, trees: 6, depth: 3 };
    const json = ensembleToJson(randomEnsemble(shape));
    expect(ensembleToJson(ensembleFromJson(JSON.parse(JSON.stringify(json))))).toEqual(json);
    expect(ensembleFromJson(twoLeaves()).treeGroups).toEqual([0, 1]);
    expect(ensembleFromJson(chain(100)).trees).toHaveLength(1);
  });

  it.each([
    ['more rounds than trees', twoLeaves({ rounds: 5e7 }), '2 trees instead of 100000000'],
    ['rounds beyond any list', twoLeaves({ rounds: 1e15 }), '2 trees instead of 2000000000000000'],
    [
      'rounds beside groups',
      twoLeaves({ rounds: 1e15, treeGroups: [0, 1] }),
      '1000000000000000 rounds of 2 trees',
    ],
    ['an infinite leaf', withLists({ value: [1, 1e300] }), /single precision/],
    ['an infinite margin', twoLeaves({ baseMargins: [0, 1e300] }), /single precision/],
    ['an infinite gain', withLists({ gain: [1e300, 0] }), /single precision/],
    ['an infinite cover', withLists({ cover: [0, 1e300] }), /single precision/],
    [
      'leaves that are infinite together',
      twoLeaves({
        rounds: 2,
        trees: { column: [-1, -1, -1, -1], value: [0, 3e38, 0, 3e38], missingLeft: [0, 0, 0, 0] },
      }),
      'leaves of group 1 beyond single precision together',
    ],
    ['a very deep tree', chain(1_000_000), 'a tree deeper than 100 splits'],
  ])('with %s is refused at once', (_, json, got) => {
    const started = performance.now();
    expect(() => ensembleFromJson(json)).toThrowError(
      expect.objectContaining({
        code: 'model-incompatible',
        got: typeof got === 'string' ? got : (expect.stringMatching(got) as string),
      }),
    );
    expect(performance.now() - started).toBeLessThan(PATIENCE_MILLISECONDS);
  });

  it('can be read whatever its statistics were', () => {
    const shape = { seed: 1, columns: 4, asked: 4, groups: 3, trees: 3, depth: 2 };
    const ensemble = randomEnsemble(shape);
    ensemble.trees[0]!.gain.set([Infinity, NaN]);
    ensemble.trees[1]!.cover.fill(-Infinity);
    const { trees } = ensembleFromJson(JSON.parse(JSON.stringify(ensembleToJson(ensemble))));
    expect([...trees[0]!.gain.subarray(0, 2)]).toEqual([3.4028234663852886e38, 0]);
    expect(trees[1]!.cover.every(Number.isFinite)).toBe(true);
  });
});
