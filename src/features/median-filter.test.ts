import { describe, expect, it } from 'vitest';
import { createRandom } from '../core/random';
import { medianFilter } from './median-filter';

/** By the definition: the ends mirrored, the end value counting twice. */
function medians(line: Float32Array, width: number): Float32Array {
  const half = (width - 1) / 2;
  const at = (index: number) => {
    const period = 2 * line.length;
    const folded = ((index % period) + period) % period;
    return line[Math.min(folded, period - 1 - folded)]!;
  };
  return line.map(
    (_, i) => Float32Array.from({ length: width }, (_, k) => at(i - half + k)).sort()[half]!,
  );
}

describe('medianFilter', () => {
  it.each([1, 2, 3, 15, 16, 31, 32, 200])(
    'equals the definition on lines of %i values',
    (length) => {
      const random = createRandom(length);
      for (const levels of [3, 1000]) {
        // Few levels: many equal values. Five lines: one more than go through together.
        const rows = Float32Array.from({ length: 5 * length }, () =>
          Math.floor(levels * random.next()),
        );
        const lines = { count: 5, distance: length, length, stride: 1 };
        const filtered = medianFilter(rows, 31, lines);
        for (let start = 0; start < rows.length; start += length) {
          const line = rows.subarray(start, start + length);
          expect(filtered.subarray(start, start + length)).toEqual(medians(line, 31));
        }
      }
    },
  );

  it('runs along the columns of a table too', () => {
    const table = Float32Array.from({ length: 60 }, (_, i) => (i * 7) % 11);
    const lines = { count: 6, distance: 1, length: 10, stride: 6 };
    const filtered = medianFilter(table, 3, lines);
    for (let column = 0; column < 6; column++) {
      const columnOf = (values: Float32Array) => values.filter((_, i) => i % 6 === column);
      expect(columnOf(filtered)).toEqual(medians(columnOf(table), 3));
    }
  });

  it('gives nothing for nothing', () => {
    const lines = { count: 4, distance: 0, length: 0, stride: 1 };
    expect(medianFilter(new Float32Array(0), 31, lines)).toHaveLength(0);
  });
});
