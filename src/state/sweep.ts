// Frees what nothing needs any more: features and copies of clips that were removed, variants of runs that were.

import type { Dataset } from '$lib/core/dataset-types';
import type { Run } from '$lib/core/run-types';
import { runVariantIds } from '$lib/evaluation/examples';
import type { AudioSources } from '$lib/storage/audio-sources';
import { featureStore } from '$lib/storage/feature-store';

export interface StillUsed {
  readonly datasets: Iterable<Dataset>;
  readonly runs: Iterable<Run>;
}

/**
 * To be called while no import runs, in any tab: features come before the clip that they belong to. Training may run:
 * a run is saved before its variants are made.
 */
export async function sweepUnused(
  { datasets, runs }: StillUsed,
  sources: AudioSources,
): Promise<void> {
  const used = new Set<string>();
  for (const { clips } of datasets) for (const clip of clips) used.add(clip.id);
  const isUnused = (id: string): boolean => !used.has(id);
  const features = (await featureStore.clipIds()).filter(isUnused);
  if (features.length > 0) await featureStore.deleteClips(new Set(features));
  await featureStore.deleteVariantsExcept(new Set(Array.from(runs, runVariantIds).flat()));
  const kept = (await sources.savedIds()).filter(isUnused);
  if (kept.length > 0) await sources.delete(kept);
}
