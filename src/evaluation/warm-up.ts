// What is known of a run's input before any clip is measured.

import { loadExtractor, type ExtractorId } from '../features/registry';
import type { WarmUpShape } from '../trainers/trainer';

/** Shape of the spectrograms that these extractors give; null where they give no spectrogram. */
export async function spectrogramShapeOf(
  [id]: readonly ExtractorId[],
  numClasses: number,
): Promise<WarmUpShape | null> {
  const extractor = id && (await loadExtractor(id));
  if (extractor?.kind !== 'matrix') return null;
  return { numMels: extractor.numColumns, frameSeconds: extractor.frameSeconds, numClasses };
}
