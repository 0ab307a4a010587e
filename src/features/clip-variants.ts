// Which augmented versions of a clip a run learns from: a question of the run's seed, the clip and a counter alone.

import { drawVariant } from '../audio/augment';
import { createRandom } from '../core/random';
import type { Variant } from '../core/variant';

export interface VariantChoice {
  /** The run's. */
  readonly seed: number;
  readonly count: number;
}

/** The first `count` variants of the clip; more of them leave the first ones as they are. */
export function variantsOf(clipId: string, { seed, count }: VariantChoice): Variant[] {
  const random = createRandom(seed).fork('augment').fork(clipId);
  return Array.from({ length: count }, (_, index) => drawVariant(random.fork(index)));
}
