import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMatrix, type Matrix } from '../../core/matrix';
import { binTable, type BinLayout } from './binning';

const LIMIT = Math.fround(1e38);
const anyFloat = fc.oneof(
  fc.float({ min: -LIMIT, max: LIMIT }),
  fc.integer({ min: -4, max: 4 }).map((value) => value / 2),
  fc.constantFrom(NaN, Infinity, -Infinity),
);

const NO_PAUSE = (): Promise<void> => Promise.resolve();

async function binColumns(
  matrix: Matrix,
  maxBins: number,
): Promise<BinLayout & { bins: Uint8Array }> {
  const { layout, bins } = await binTable(matrix, maxBins, NO_PAUSE);
  return { ...layout, bins };
}

function binOneColumn(values: readonly number[], maxBins: number): ReturnType<typeof binColumns> {
  return binColumns(createMatrix(values.length, 1, Float32Array.from(values)), maxBins);
}

describe('binTable', () => {
  it('gives each distinct value a bin while there are enough, edges at the values', async () => {
    const binned = await binOneColumn([3, 1, 1, 2, NaN, 3], 8);
    expect([...binned.bins]).toEqual([2, 0, 0, 1, 3, 2]);
    expect([...binned.numBins]).toEqual([3]);
    expect([...binned.edges.slice(0, 2)]).toEqual([2, 3]);
    expect(binned.edges[2]).toBeGreaterThan(3);
  });

  it('makes bins of about equal size otherwise', async () => {
    const values = Array.from({ length: 1000 }, (_, i) => (i % 100) ** 3);
    const binned = await binOneColumn(values, 10);
    const sizes = new Array<number>(10).fill(0);
    for (const bin of binned.bins) sizes[bin]!++;
    for (const size of sizes) expect(Math.abs(size - 100)).toBeLessThanOrEqual(10);
  });

  it('keeps columns apart and takes one that is missing altogether', async () => {
    const data = Float32Array.from([1, NaN, 5, 2, NaN, Infinity]);
    const binned = await binColumns(createMatrix(2, 3, data), 4);
    expect([...binned.numBins]).toEqual([2, 0, 1]);
    expect([...binned.offsets]).toEqual([0, 2, 2, 3]);
    expect([...binned.hasMissing]).toEqual([0, 1, 1]);
    expect([...binned.bins]).toEqual([0, 1, 0, 0, 0, 1]);
  });

  it('keeps a byte for every value: 256 bins, one of them for missing values where there are any', async () => {
    const values = Array.from({ length: 1000 }, (_, i) => i);
    expect([...(await binOneColumn(values, 256)).numBins]).toEqual([256]);
    const binned = await binOneColumn([...values, NaN], 256);
    expect([...binned.numBins]).toEqual([255]);
    expect(binned.bins.at(-1)).toBe(255);
  });

  it('agrees with the edges for any values: in bin b or lower exactly if below edge b', async () => {
    const columns = fc.array(anyFloat, { minLength: 1, maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(columns, fc.integer({ min: 2, max: 12 }), async (values, maxBins) => {
        const { bins, edges, numBins } = await binOneColumn(values, maxBins);
        const known = numBins[0]!;
        expect(known).toBeLessThanOrEqual(maxBins);
        Float32Array.from(values).forEach((value, i) => {
          if (!Number.isFinite(value)) expect(bins[i]).toBe(known);
          else for (let b = 0; b < known; b++) expect(value < edges[b]!).toBe(bins[i]! <= b);
        });
      }),
    );
  });
});
