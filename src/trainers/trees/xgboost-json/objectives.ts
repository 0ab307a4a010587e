// XGBoost's objectives that can be read, and where each one's predictions start: what its base_score means.

import type { Objective } from '../model-json';

interface KnownObjective {
  /** The same margins, answered as probabilities. */
  readonly objective: Objective;
  /** base_score is a probability, not a margin. */
  readonly baseIsProbability: boolean;
}

/** Those that differ only in what `predict` makes of the margins are one here. */
const OBJECTIVES: Readonly<Record<string, KnownObjective>> = {
  'multi:softprob': { objective: 'multi:softprob', baseIsProbability: false },
  'multi:softmax': { objective: 'multi:softprob', baseIsProbability: false },
  'binary:logistic': { objective: 'binary:logistic', baseIsProbability: true },
  'binary:logitraw': { objective: 'binary:logistic', baseIsProbability: false },
};

export function findObjective(name: string): KnownObjective | null {
  return Object.hasOwn(OBJECTIVES, name) ? OBJECTIVES[name]! : null;
}

/** The margin that XGBoost takes from a probability, in single precision as it does. */
export function marginOf(probability: number): number {
  const odds = Math.fround(Math.fround(1 / probability) - 1);
  return Math.fround(-Math.log(odds));
}

/** Above this, base_score has too few digits near 1 for the margin behind it. */
export const HIGHEST_EXACT_MARGIN = 2;
/** XGBoost refuses 0 and 1. */
const LOWEST_MARGIN = -60;
const HIGHEST_PROBABILITY = 1 - 2 ** -24;

/** The probability that XGBoost takes (nearly) this margin from. */
export function probabilityOf(margin: number): number {
  const nearest = Math.fround(1 / (1 + Math.exp(-Math.max(LOWEST_MARGIN, margin))));
  return Math.min(nearest, HIGHEST_PROBABILITY);
}
