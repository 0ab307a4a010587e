// Where a clip stands, in words: what a strip of the chart shows to those who see it.

import type { Comparison } from './feature-profile';

/** From so many others on, shares are given in percent; fewer are counted. */
const ENOUGH_FOR_PERCENT = 10;

/**
 * "higher than 83 % of the other rock clips", "lower than 2 of the 3 other rock clips".
 * @param kind word before "clips", or "" for clips of any kind
 */
export function standingWords({ others, below, equal, above }: Comparison, kind: string): string {
  const clips = `${kind} clips`.trim();
  const clip = `${kind} clip`.trim();
  if (others === 0) return `the only ${clip} measured`;
  if (below + equal + above === 0) return 'not measured';
  const [relation, count] = position({ below, equal, above });
  if (others === 1) return `${relation} the one other ${clip}`;
  if (count === others) return `${relation} ${others === 2 ? 'both' : 'all'} other ${clips}`;
  if (others < ENOUGH_FOR_PERCENT) return `${relation} ${count} of the ${others} other ${clips}`;
  const which = kind === '' ? 'all' : 'the';
  return `${relation} ${shareText(count / others)} of ${which} other ${clips}`;
}

/** The relation that says most, and to how many. */
function position({
  below,
  equal,
  above,
}: Omit<Comparison, 'others'>): readonly [relation: string, count: number] {
  if (equal > 0 && equal >= Math.max(below, above)) return ['the same as', equal];
  return below >= above ? ['higher than', below] : ['lower than', above];
}

/** Never 0 % or 100 % where some, but not all, are meant; the space before the sign does not break. */
function shareText(share: number): string {
  return `${Math.min(99, Math.max(1, Math.round(share * 100)))}\u00a0%`;
}
