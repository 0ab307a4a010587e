// The parts of the map against scikit-learn and umap-learn (test/golden/make_clip_map.py).

import { expect, test } from 'vitest';
import golden from '../../../test/golden/clip-map.json';
import { createMatrix } from '../../core/matrix';
import { createRandom } from '../../core/random';
import { cosineNeighbours, unitRows } from './cosine-neighbours';
import { trustworthiness } from './trustworthiness';
import { umapLayout } from './umap';

const COUNT = 10;
const breathe = (): Promise<void> => Promise.resolve();
const table = createMatrix(golden.rows, golden.columns, Float32Array.from(golden.table));
const unit = unitRows(table);

test('neighbours are those of scikit-learn', async () => {
  const { rows, distances } = await cosineNeighbours(unit, COUNT, breathe);
  golden.neighbours.forEach((expected, i) => {
    expect([...rows.subarray(i * COUNT, (i + 1) * COUNT)]).toEqual(expected);
    // Rows are of unit length in single precision.
    golden.distances[i]!.forEach((d, k) => expect(distances[i * COUNT + k]).toBeCloseTo(d, 5));
  });
});

test('a row of zeros is at distance 1 from all others', async () => {
  const three = createMatrix(3, 2, Float32Array.of(0, 0, 3, 4, -1, 0));
  const { distances } = await cosineNeighbours(unitRows(three), 2, breathe);
  expect(distances[0]).toBeCloseTo(1, 6);
  expect(distances[1]).toBeCloseTo(1, 6);
});

test('trustworthiness is that of scikit-learn', async () => {
  const flat = createMatrix(
    table.rows,
    2,
    table.data.filter((_, k) => k % table.columns < 2),
  );
  const trust = await trustworthiness(unit, flat, { count: COUNT, breathe });
  expect(trust).toBeCloseTo(golden.trustOfFirstTwoColumns, 6);
});

test('the map is as true as that of umap-learn, and the same for the same seed', async () => {
  const neighbours = await cosineNeighbours(unit, 14, breathe);
  const draw = (seed: number): ReturnType<typeof umapLayout> =>
    umapLayout(neighbours, { random: createRandom(seed), breathe });
  const map = await draw(1);
  const trust = await trustworthiness(unit, map, { count: COUNT, breathe });
  expect(trust).toBeGreaterThan(Math.min(...golden.trustOfUmapLearn) - 0.02);
  expect((await draw(1)).data).toEqual(map.data);
  expect((await draw(2)).data).not.toEqual(map.data);
});

test('a map can be stopped', async () => {
  const neighbours = await cosineNeighbours(unit, 14, breathe);
  const stopped = umapLayout(neighbours, {
    random: createRandom(1),
    breathe: (share) => (share > 0.1 ? Promise.reject(new Error('stop')) : Promise.resolve()),
  });
  await expect(stopped).rejects.toThrow('stop');
});
