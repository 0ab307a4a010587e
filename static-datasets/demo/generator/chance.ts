// Small choices made with the project's seeded generator, so that composing code reads as prose.

import type { Random } from '../../../src/core/random';

/** Lowest and highest value of a habit. */
export type Range = readonly [low: number, high: number];

export function between(random: Random, [low, high]: Range): number {
  return low + (high - low) * random.next();
}

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[random.integer(items.length)]!;
}

/** True with the given probability (0…1). */
export function happens(random: Random, probability: number): boolean {
  return random.next() < probability;
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
