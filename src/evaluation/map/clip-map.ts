// A map of clips from what was measured of them: who is near whom, drawn in two dimensions, and how far to believe it.

import { EarmarkError } from '../../core/errors';
import { takeRows, type Matrix } from '../../core/matrix';
import { createRandom } from '../../core/random';
import { standardise } from '../../trainers/standardiser';
import type { TableInput } from '../../trainers/trainer';
import type { Neighbours } from '../../trainers/neighbours/search';
import { cosineNeighbours, unitRows } from './cosine-neighbours';
import { trustworthiness } from './trustworthiness';
import { umapLayout } from './umap';

/** Fewer have no shape. */
export const MIN_MAP_CLIPS = 5;
/** More are drawn from by chance: every pair is looked at, and a picture of more is a blot. */
export const MAX_MAP_CLIPS = 3000;
/** Told of each clip; also what the map's trustworthiness is about. */
export const NUM_NEIGHBOURS = 10;
/** UMAP's own 15, of which each clip is the first. */
const UMAP_NEIGHBOURS = 14;
/** Shares of the progress bar. */
const SEARCHED = 0.3;
const DRAWN = 0.9;

export interface ClipMapOptions {
  /** Measurements of many units are put on one scale first; an embedding is compared as it is. */
  readonly standardised: boolean;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** Awaited often, with the finished share. */
  readonly breathe: (share: number) => Promise<void>;
}

export interface ClipMap {
  /** Shape [rows, 2]. */
  readonly places: Matrix;
  /** By cosine distance in what was measured, not on the map. */
  readonly neighbours: Neighbours;
  /** 0…1, over `neighbours.count` neighbours or what few rows allow. */
  readonly trust: number;
}

/** Which of so many clips are mapped: all, or a sample under the seed, in their order. */
export function mappedIndices(numClips: number, seed: number): number[] {
  const all = Array.from({ length: numClips }, (_, i) => i);
  if (numClips <= MAX_MAP_CLIPS) return all;
  const sample = createRandom(seed).fork('map-sample').shuffle(all).slice(0, MAX_MAP_CLIPS);
  return sample.sort((a, b) => a - b);
}

/** @throws EarmarkError `features-missing` (too few rows), `features-damaged`, `features-constant` */
export async function mapClips(
  x: TableInput,
  { standardised, seed, signal, breathe }: ClipMapOptions,
): Promise<ClipMap> {
  checkRows(x.matrix, standardised);
  const unit = unitRows(standardised ? (await standardise(x, { signal })).rows : x.matrix);
  const n = unit.rows;
  const count = Math.min(UMAP_NEIGHBOURS, n - 2); // umap-js wants more rows than neighbours, each row's own among them
  const found = await cosineNeighbours(unit, count, (share) => breathe(SEARCHED * share));
  const places = await umapLayout(found, {
    random: createRandom(seed).fork('map'),
    breathe: (share) => breathe(SEARCHED + (DRAWN - SEARCHED) * share),
  });
  const trust = await trustworthiness(unit, places, {
    count: Math.min(NUM_NEIGHBOURS, Math.ceil(n / 2) - 1),
    breathe: (share) => breathe(DRAWN + (1 - DRAWN) * share),
  });
  return { places, neighbours: nearest(found, Math.min(NUM_NEIGHBOURS, count)), trust };
}

function nearest({ count, rows, distances }: Neighbours, kept: number): Neighbours {
  const isKept = (_: number, k: number): boolean => k % count < kept;
  return { count: kept, rows: rows.filter(isKept), distances: distances.filter(isKept) };
}

/** Holes are filled where columns are standardised; an embedding has none. */
function checkRows(matrix: Matrix, mayHaveHoles: boolean): void {
  const { data, rows, columns } = matrix;
  if (rows < MIN_MAP_CLIPS) {
    throw new EarmarkError('features-missing', `${rows} of at least ${MIN_MAP_CLIPS} for a map`);
  }
  const damaged = data.findIndex((value) =>
    mayHaveHoles ? Math.abs(value) === Infinity : !Number.isFinite(value),
  );
  if (damaged >= 0) {
    const clip = Math.floor(damaged / columns) + 1;
    const got = `${data[damaged]} in what was measured for clip ${clip} of ${rows}`;
    throw new EarmarkError('features-damaged', got);
  }
  const first = takeRows(matrix, [0]).data;
  if (data.every((value, k) => Object.is(value, first[k % columns]))) {
    throw new EarmarkError('features-constant', 'the same numbers for every clip');
  }
}
