// What is known of a run's input before any clip is measured.

import { loadFeature, type FeatureId } from '../features/registry';
import type { WarmUpShape } from '../trainers/trainer';

/** Shape of the spectrograms that these features are; null where they are none. */
export async function spectrogramShapeOf(
  [id]: readonly FeatureId[],
  numClasses: number,
): Promise<WarmUpShape | null> {
  const feature = id && (await loadFeature(id));
  if (feature?.kind !== 'matrix') return null;
  return { numMels: feature.numColumns, frameSeconds: feature.frameSeconds, numClasses };
}
