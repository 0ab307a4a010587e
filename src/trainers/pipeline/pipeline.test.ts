import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { column, createMatrix, row, takeRows, type Matrix } from '../../core/matrix';
import { createRandom } from '../../core/random';
import type { TableInput } from '../trainer';
import { condenserFromJson, fitCondenser } from './condenser';
import { correlationFilterFromJson, fitCorrelationFilter } from './correlation-filter';
import { covarianceOf } from './covariance';
import { fitPca, pcaFromJson } from './pca';
import { rowBlocks, type RowBlocks } from './row-blocks';
import { fitSimpleImputer, simpleImputerFromJson } from './simple-imputer';
import { fitStandardScaler, standardScalerFromJson } from './standard-scaler';

const breathe = (): Promise<void> => Promise.resolve();
const blocksOf = (matrix: Matrix): RowBlocks => rowBlocks(matrix, breathe);
const OPTIONS = { numComponents: 60, maxCorrelation: 0.95 };
const damaged = expect.objectContaining({ code: 'model-incompatible' }) as unknown;

/** Rows whose columns depend on each other; `holes` is the share of missing values. */
function makeTable(shape: { rows: number; columns: number }, seed: number, holes = 0): TableInput {
  const { rows, columns } = shape;
  const random = createRandom(seed);
  const matrix = createMatrix(rows, columns);
  for (let i = 0; i < rows; i++) {
    let previous = random.normal();
    for (let j = 0; j < columns; j++) {
      previous = 0.7 * previous + random.normal();
      matrix.data[i * columns + j] = random.next() < holes ? NaN : 10 ** (j % 4) * previous;
    }
  }
  return { kind: 'table', matrix, columnNames: Array.from({ length: columns }, (_, j) => `c${j}`) };
}

const shapes = fc.record({
  rows: fc.integer({ min: 2, max: 300 }),
  columns: fc.integer({ min: 1, max: 13 }),
  seed: fc.integer({ min: 0, max: 1e6 }),
});

function meanOf(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

describe('the covariance', () => {
  it('is what the definition says, whatever the blocks', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async ({ rows, columns, seed }) => {
        const { matrix } = makeTable({ rows, columns }, seed);
        const { values } = await covarianceOf(blocksOf(matrix));
        const columnsOf = Array.from({ length: columns }, (_, j) => column(matrix, j));
        const [a, b] = [seed % columns, (seed + 3) % columns];
        const [meanA, meanB] = [meanOf(columnsOf[a]!), meanOf(columnsOf[b]!)];
        let sum = 0;
        columnsOf[a]!.forEach((x, i) => (sum += (x - meanA) * (columnsOf[b]![i]! - meanB)));
        const size = Math.sqrt(values[a * columns + a]! * values[b * columns + b]!);
        expect(Math.abs(values[a * columns + b]! - sum / (rows - 1))).toBeLessThan(1e-9 * size);
        expect(values[b * columns + a]).toBe(values[a * columns + b]);
      }),
      { numRuns: 40 },
    );
  });
});

describe('the steps', () => {
  it('give columns of mean 0 and standard deviation 1, no two of the kept alike', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async ({ rows, columns, seed }) => {
        const filled = makeTable({ rows: rows + 3, columns }, seed).matrix;
        const scaled = (await fitStandardScaler(blocksOf(filled))).transform(filled);
        for (let j = 0; j < columns; j++) {
          const values = column(scaled, j);
          expect(meanOf(values)).toBeCloseTo(0, 5);
          expect(meanOf(values.map((value) => value ** 2))).toBeCloseTo(1, 4);
        }
        const options = { maxCorrelation: 0.8 };
        const filter = await fitCorrelationFilter(blocksOf(scaled), options);
        const again = await fitCorrelationFilter(blocksOf(filter.transform(scaled)), options);
        expect(again.correlated).toEqual([]);
        for (const { column: dropped, partner, r } of filter.correlated) {
          expect(partner).toBeLessThan(dropped);
          expect(Math.abs(r)).toBeGreaterThan(0.8);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('give components at right angles whose rows have the explained variance', async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async ({ rows, columns, seed }) => {
        const { matrix } = makeTable({ rows: rows + 20, columns }, seed);
        const scaled = (await fitStandardScaler(blocksOf(matrix))).transform(matrix);
        const pca = await fitPca(blocksOf(scaled), { numComponents: 5 });
        const condensed = pca.transform(scaled);
        expect(pca.numComponents).toBe(Math.min(5, columns));
        const { values } = await covarianceOf(blocksOf(condensed));
        const n = pca.numComponents;
        values.forEach((value, i) => {
          const wanted = i % n === Math.floor(i / n) ? pca.explainedVariance[i % n]! : 0;
          expect(value).toBeCloseTo(wanted, 4);
        });
        for (let c = 0; c < n; c++) {
          const component = pca.components.subarray(c * columns, (c + 1) * columns);
          expect(Math.max(...component)).toBe(Math.max(...component.map(Math.abs)));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('name the column that made another superfluous: a kept one where there is one', async () => {
    // b follows a and c follows b; c is too far from a.
    const random = createRandom(1);
    const data = Array.from({ length: 2000 }, () => {
      const a = random.normal();
      const b = a + 0.29 * random.normal();
      return [a, b, b + 0.29 * random.normal(), -a];
    }).flat();
    const matrix = createMatrix(2000, 4, Float32Array.from(data));
    const filter = await fitCorrelationFilter(blocksOf(matrix), { maxCorrelation: 0.95 });
    const pairs = filter.correlated.map(({ column: dropped, partner }) => [dropped, partner]);
    expect(pairs).toEqual([
      [1, 0],
      [2, 1],
      [3, 0],
    ]);
    expect(filter.correlated[2]!.r).toBe(-1);
    const all = await fitCorrelationFilter(blocksOf(matrix), { maxCorrelation: 1 });
    expect(all.correlated).toEqual([]);
  });

  it('leave out holes when the scale is measured, and leave them be', async () => {
    const matrix = createMatrix(4, 2, Float32Array.of(1, NaN, 3, NaN, NaN, NaN, 5, NaN));
    const scaler = await fitStandardScaler(blocksOf(matrix));
    expect(scaler.mean).toEqual([3, 0]);
    expect(scaler.scale[0]).toBeCloseTo(Math.sqrt(8 / 3), 12);
    const scaled = scaler.transform(matrix);
    expect([...column(scaled, 0)].map((value) => Math.round(value * 100) / 100)).toEqual([
      -1.22,
      0,
      NaN,
      1.22,
    ]);
  });
});

describe('the condenser', () => {
  it('takes 1e38, infinities, constant and empty columns', async () => {
    const table = makeTable({ rows: 50, columns: 8 }, 1, 0.1);
    const { data } = table.matrix;
    for (let i = 0; i < 50; i++) {
      data[i * 8] = i % 2 ? 1e38 : -3e38;
      data[i * 8 + 1] = 7;
      data[i * 8 + 2] = NaN;
      data[i * 8 + 3] = i % 9 ? data[i * 8 + 3]! : Infinity;
    }
    const condenser = await fitCondenser(table, OPTIONS, breathe);
    expect(condenser.imputer.kept).not.toContain(2);
    expect(condenser.filter.constant).toEqual([1]);
    expect(condenser.pca.numComponents).toBe(6);
    const { matrix, columnNames } = await condenser.transform(table, breathe);
    expect(columnNames.slice(0, 2)).toEqual(['component_01', 'component_02']);
    expect(matrix.data.every((value) => Number.isFinite(value))).toBe(true);
    // Rows far beyond what it learned from.
    const far = { ...table, matrix: createMatrix(1, 8, new Float32Array(8).fill(3e38)) };
    const beyond = await condenser.transform(far, breathe);
    expect(beyond.matrix.data.every((value) => Number.isFinite(value))).toBe(true);
  });

  it('keeps no component without variance where rows are few', async () => {
    const { pca } = await fitCondenser(makeTable({ rows: 7, columns: 13 }, 2), OPTIONS, breathe);
    expect(pca.numComponents).toBeLessThanOrEqual(6);
    expect(pca.explainedVariance).toHaveLength(pca.numColumns);
    expect(pca.explainedVarianceRatio.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
  });

  it('refuses a table in which nothing differs', async () => {
    const constant = { ...makeTable({ rows: 3, columns: 2 }, 1), matrix: createMatrix(3, 2) };
    const fitting = fitCondenser(constant, OPTIONS, breathe);
    await expect(fitting).rejects.toMatchObject({ code: 'features-constant' });
    const one = fitCondenser(makeTable({ rows: 1, columns: 2 }, 1), OPTIONS, breathe);
    await expect(one).rejects.toMatchObject({ code: 'features-constant' });
  });

  it('stops when it is told to', async () => {
    const stop = (): Promise<void> => Promise.reject(new DOMException('stop', 'AbortError'));
    const fitting = fitCondenser(makeTable({ rows: 9, columns: 3 }, 1), OPTIONS, stop);
    await expect(fitting).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('hears a stop within 100 ms whatever the step, but for the directions themselves', async () => {
    const table = makeTable({ rows: 300, columns: 1200 }, 1);
    const longestPause = async (): Promise<number> => {
      let [longest, last] = [0, performance.now()];
      const timed = (): Promise<void> => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
        return Promise.resolve();
      };
      const filled = rowBlocks(table.matrix, timed).through(
        await fitSimpleImputer(rowBlocks(table.matrix, timed)),
      );
      const scaled = filled.through(await fitStandardScaler(filled));
      await fitCorrelationFilter(scaled, { maxCorrelation: 0.95 });
      await covarianceOf(scaled);
      return longest;
    };
    // The machine may be busy with something else for a moment, but not every time.
    const pauses = [await longestPause(), await longestPause(), await longestPause()];
    expect(Math.min(...pauses)).toBeLessThan(100);
  });

  it('refuses more columns than can be condensed', async () => {
    const { matrix } = makeTable({ rows: 2, columns: 3001 }, 1);
    await expect(fitPca(blocksOf(matrix), { numComponents: 5 })).rejects.toMatchObject({
      code: 'columns-too-many',
      got: '3001 columns to condense; at most 3000',
    });
    const wider = makeTable({ rows: 2, columns: 8001 }, 1);
    await expect(fitCondenser(wider, OPTIONS, breathe)).rejects.toMatchObject({
      code: 'columns-too-many',
    });
  });

  it('gives a row alone what it gives among others, and the same after save and load', async () => {
    const table = makeTable({ rows: 1100, columns: 9 }, 3, 0.05);
    const condenser = await fitCondenser(table, OPTIONS, breathe);
    const whole = (await condenser.transform(table, breathe)).matrix;
    const alone = { ...table, matrix: takeRows(table.matrix, [1050]) };
    expect((await condenser.transform(alone, breathe)).matrix.data).toEqual(row(whole, 1050));
    const json: unknown = JSON.parse(JSON.stringify(condenser.toJSON()));
    const loaded = condenserFromJson(json);
    expect((await loaded.transform(table, breathe)).matrix).toEqual(whole);
    expect(JSON.parse(JSON.stringify(loaded.toJSON()))).toEqual(json);
  });

  it('refuses other columns', async () => {
    const table = makeTable({ rows: 20, columns: 3 }, 1);
    const condenser = await fitCondenser(table, OPTIONS, breathe);
    const renamed = { ...table, columnNames: ['c0', 'c1', 'other'] };
    await expect(condenser.transform(renamed, breathe)).rejects.toEqual(damaged);
    const narrow: Matrix = createMatrix(1, 2);
    expect(() => condenser.imputer.transform(narrow)).toThrow(damaged);
  });
});

describe('what was saved is not trusted', () => {
  it.each([
    ['imputer', () => simpleImputerFromJson({ means: [1, 'x'] })],
    ['imputer', () => simpleImputerFromJson({ means: [Infinity] })],
    ['scaler', () => standardScalerFromJson({ mean: [1], scale: [0] })],
    ['scaler', () => standardScalerFromJson({ mean: [1], scale: [1, 1] })],
    ['filter', () => correlationFilterFromJson({ numColumns: 2, constant: [2], correlated: [] })],
    [
      'filter',
      () =>
        correlationFilterFromJson({
          numColumns: 2,
          constant: [],
          correlated: [{ column: 1, partner: 5, r: 1 }],
        }),
    ],
    ['filter', () => correlationFilterFromJson({ numColumns: 1e15, constant: [], correlated: [] })],
    ['pca', () => pcaFromJson({ mean: [0, 0], components: [1], explainedVariance: [1, 0] })],
    ['pca', () => pcaFromJson({ mean: [0], components: [1e39], explainedVariance: [1] })],
    ['pca', () => pcaFromJson({ mean: [0], components: [1], explainedVariance: [1, 2] })],
    ['pca', () => pcaFromJson(null)],
  ])('%s', (_, load) => {
    expect(load).toThrow(damaged);
  });

  it('steps that do not fit together', async () => {
    const condenser = await fitCondenser(makeTable({ rows: 20, columns: 4 }, 1), OPTIONS, breathe);
    const json = condenser.toJSON() as Record<string, unknown>;
    const other = await fitCondenser(makeTable({ rows: 20, columns: 3 }, 1), OPTIONS, breathe);
    const mixed = { ...json, pca: other.pca.toJSON() };
    expect(() => condenserFromJson(mixed)).toThrow(damaged);
    expect(() => condenserFromJson({ ...json, columnNames: ['a'] })).toThrow(damaged);
  });
});
