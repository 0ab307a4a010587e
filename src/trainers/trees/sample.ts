// Draws the rows or columns that one tree sees.

import type { Random } from '../../core/random';

/** `count` of the integers below `limit`, ascending, each equally likely (Knuth's algorithm S). */
export function sampleAscending(random: Random, limit: number, count: number): Int32Array {
  const chosen = new Int32Array(count);
  let taken = 0;
  for (let i = 0; taken < count; i++) {
    if (random.next() * (limit - i) < count - taken) chosen[taken++] = i;
  }
  return chosen;
}
