import { describe, expect, it } from 'vitest';
import { MODEL_TEXT as TEXT, oneTree, withValue } from '../../../../test/builders/xgboost-model';
import { fromXgboostJson, readXgboostFile } from './read';

const MODEL = 'learner.gradient_booster.model';
/** Nobody waits longer for a file that is wrong. */
const PATIENCE_MILLISECONDS = 5000;

function leaf(value: number) {
  const lists = {
    left_children: [-1],
    right_children: [-1],
    split_indices: [0],
    default_left: [0],
  };
  return { ...lists, split_conditions: [value] };
}

describe('a model file that is very large in one way', () => {
  it('is not read beyond a size that nobody should wait for', async () => {
    const tooLarge = (got: string): unknown =>
      expect.objectContaining({ code: 'model-file-too-large', got });
    expect(() => fromXgboostJson(' '.repeat(200e6))).toThrowError(tooLarge('200 MB'));
    const file = { size: 300e6, text: () => Promise.reject(new Error('read')) };
    await expect(readXgboostFile(file)).rejects.toThrowError(tooLarge('300 MB'));
  });

  it('has no leaves that are infinite together', () => {
    const of = (value: number) =>
      withValue(`${MODEL}.trees`, [0, value, 0, 0, -value, 0].map(leaf));
    expect(fromXgboostJson(of(1e30)).trees).toHaveLength(6);
    expect(() => fromXgboostJson(of(1.5e38))).toThrowError(
      expect.objectContaining({
        code: 'model-file-invalid',
        got: `${MODEL}.trees: leaves of group 1 too large together`,
      }),
    );
  });

  it('has no rounds without trees', () => {
    const indptr = [...Array<number>(5_000_000).fill(0), 6];
    expect(() => fromXgboostJson(withValue(`${MODEL}.iteration_indptr`, indptr))).toThrowError(
      expect.objectContaining({ got: `${MODEL}.iteration_indptr: 5000000 rounds of 6 trees` }),
    );
  });

  it('does not follow a million splits, one below the other', () => {
    const count = 1_000_000;
    // Odd nodes are leaves, even ones go on.
    const left = Array.from({ length: 2 * count + 1 }, (_, i) =>
      i % 2 || i === 2 * count ? -1 : i + 1,
    );
    const right = left.map((child) => (child === -1 ? -1 : child + 1));
    const started = performance.now();
    expect(() => fromXgboostJson(oneTree(left, right))).toThrowError(
      expect.objectContaining({
        code: 'model-file-invalid',
        got: 'learner.gradient_booster.model.trees[0]: deeper than 100 splits',
      }),
    );
    expect(performance.now() - started).toBeLessThan(PATIENCE_MILLISECONDS);
  });

  it('reads a full tree of a million nodes', () => {
    const count = 2 ** 20 - 1;
    const left = Array.from({ length: count }, (_, i) => (2 * i + 1 < count ? 2 * i + 1 : -1));
    const right = left.map((child) => (child === -1 ? -1 : child + 1));
    const started = performance.now();
    const { trees } = fromXgboostJson(oneTree(left, right));
    console.info(`a tree of ${count} nodes: ${(performance.now() - started).toFixed(0)} ms`);
    expect(trees[0]!.right[0]).toBe(2 ** 19);
    expect(performance.now() - started).toBeLessThan(PATIENCE_MILLISECONDS);
  });

  it('does not lose its stack in lists inside of lists', () => {
    const deep = `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`;
    for (const text of [
      deep,
      `{"learner":${deep}}`,
      TEXT.replace('"feature_types":[]', `"feature_types":${deep}`),
      TEXT.replace(/"split_type":\[0/, `"split_type":[${deep}`),
    ]) {
      try {
        fromXgboostJson(text);
      } catch (error) {
        expect(error).toMatchObject({ name: 'EarmarkError' });
      }
    }
  });

  it('stops at the first of a million wrong values', () => {
    const names = Array.from({ length: 1_000_000 }, () => 7);
    const started = performance.now();
    expect(() => fromXgboostJson(withValue('learner.feature_names', names))).toThrowError(
      expect.objectContaining({ got: 'learner.feature_names[0]: 7' }),
    );
    expect(performance.now() - started).toBeLessThan(PATIENCE_MILLISECONDS);
  });
});
