// Frees what no dataset needs any more: features and copies of clips that were removed.

import type { Dataset } from '$lib/core/dataset-types';
import type { AudioSources } from '$lib/storage/audio-sources';
import { featureStore } from '$lib/storage/feature-store';

/** To be called while no import runs, in any tab: features come before the clip that they belong to. */
export async function sweepUnused(
  datasets: Iterable<Dataset>,
  sources: AudioSources,
): Promise<void> {
  const used = new Set<string>();
  for (const { clips } of datasets) for (const clip of clips) used.add(clip.id);
  const isUnused = (id: string): boolean => !used.has(id);
  const features = (await featureStore.clipIds()).filter(isUnused);
  if (features.length > 0) await featureStore.deleteClips(new Set(features));
  const kept = (await sources.savedIds()).filter(isUnused);
  if (kept.length > 0) await sources.delete(kept);
}
