import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createRandom } from '../core/random';
import { dealGroups, type GenreCounts } from './deal-groups';

interface GoldenCase {
  name: string;
  numFolds: number;
  /** A clip each: its genre and its artist. */
  genres: number[];
  artists: number[];
  /** scikit-learn's mean spread of the genres' shares over the folds, for twenty chance orders. */
  spreads: number[];
}

const file = new URL('../../test/golden/folds.json', import.meta.url);
const golden = JSON.parse(readFileSync(file, 'utf8')) as { numGenres: number; cases: GoldenCase[] };
const { numGenres } = golden;

function groupsOf({ genres, artists }: GoldenCase): GenreCounts[] {
  const groups = new Map<number, Map<number, number>>();
  for (const [i, artist] of artists.entries()) {
    const counts = groups.get(artist) ?? new Map<number, number>();
    groups.set(artist, counts.set(genres[i]!, (counts.get(genres[i]!) ?? 0) + 1));
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, counts]) => counts);
}

/** Mean over the genres of the standard deviation over the folds of the genre's shares. */
function spread(counts: readonly ArrayLike<number>[]): number {
  const deviations = Array.from({ length: numGenres }, (_, genre) => {
    const total = counts.reduce((sum, fold) => sum + fold[genre]!, 0);
    const squares = counts.map((fold) => (fold[genre]! / total - 1 / counts.length) ** 2);
    return Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / counts.length);
  });
  return deviations.reduce((sum, value) => sum + value, 0) / numGenres;
}

it.each(golden.cases)('deals as evenly as StratifiedGroupKFold: $name', (given) => {
  const groups = groupsOf(given);
  const spreads = given.spreads.map((_, seed) => {
    const shuffled = createRandom(seed).shuffle([...groups]);
    return spread(dealGroups(shuffled, { numGenres, numFolds: given.numFolds }).counts);
  });
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean(spreads)).toBeLessThan(1.05 * mean(given.spreads));
  expect(Math.max(...spreads)).toBeLessThan(1.1 * Math.max(...given.spreads));
});
