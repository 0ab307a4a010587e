// What a map is made of, and which tables make none.

import { expect, test } from 'vitest';
import golden from '../../../test/golden/clip-map.json';
import { createMatrix } from '../../core/matrix';
import { createRandom } from '../../core/random';
import type { TableInput } from '../../trainers/trainer';
import { MAX_MAP_CLIPS, mapClips, mappedIndices, type ClipMap } from './clip-map';

const { signal } = new AbortController();
const breathe = (): Promise<void> => Promise.resolve();

function tableOf(rows: number, columns: number, value: (k: number) => number): TableInput {
  const data = Float32Array.from({ length: rows * columns }, (_, k) => value(k));
  const columnNames = Array.from({ length: columns }, (_, j) => `column_${j}`);
  return { kind: 'table', matrix: createMatrix(rows, columns, data), columnNames };
}

const draw = (x: TableInput, standardised = false): Promise<ClipMap> =>
  mapClips(x, { standardised, seed: 3, signal, breathe });

test('a map has a place and ten neighbours a clip, and can be believed', async () => {
  const x = tableOf(golden.rows, golden.columns, (k) => golden.table[k]!);
  for (const standardised of [false, true]) {
    const { places, neighbours, trust } = await draw(x, standardised);
    expect(places).toMatchObject({ rows: golden.rows, columns: 2 });
    expect(places.data.every(Number.isFinite)).toBe(true);
    expect(neighbours.count).toBe(10);
    expect(neighbours.rows).toHaveLength(10 * golden.rows);
    expect(trust).toBeGreaterThan(0.93);
  }
});

test('units do not matter where columns are standardised', async () => {
  const random = createRandom(1);
  const values = Array.from({ length: 60 * 4 }, () => random.normal());
  const plain = await draw(
    tableOf(60, 4, (k) => values[k]!),
    true,
  );
  const scaled = await draw(
    tableOf(60, 4, (k) => values[k]! * (k % 4 === 0 ? 1024 : 1)),
    true,
  );
  expect(scaled.neighbours.rows).toEqual(plain.neighbours.rows);
});

test('five clips make a map, four do not', async () => {
  const { neighbours } = await draw(tableOf(5, 3, (k) => Math.sin(k)));
  expect(neighbours.count).toBe(3);
  await expect(draw(tableOf(4, 3, (k) => k))).rejects.toMatchObject({ code: 'features-missing' });
});

test('numbers that are none, or the same for all, are named', async () => {
  const damaged = draw(tableOf(9, 3, (k) => (k === 7 ? NaN : Math.sin(k))));
  await expect(damaged).rejects.toMatchObject({ code: 'features-damaged' });
  const constant = draw(tableOf(9, 3, (k) => k % 3));
  await expect(constant).rejects.toMatchObject({ code: 'features-constant' });
  const infinite = draw(
    tableOf(9, 3, (k) => (k === 7 ? Infinity : Math.sin(k))),
    true,
  );
  await expect(infinite).rejects.toMatchObject({
    code: 'features-damaged',
    got: 'Infinity in what was measured for clip 3 of 9',
  });
});

test('of many clips a sample is mapped, the same for the same seed', () => {
  expect(mappedIndices(4, 1)).toEqual([0, 1, 2, 3]);
  const sample = mappedIndices(10_000, 1);
  expect(new Set(sample).size).toBe(MAX_MAP_CLIPS);
  expect(mappedIndices(10_000, 1)).toEqual(sample);
  expect(mappedIndices(10_000, 2)).not.toEqual(sample);
});
