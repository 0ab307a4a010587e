// How many clips lack something that the next run learns from: a run measures it first, once. Extra versions are not counted.

import type { Clip } from '$lib/core/dataset-types';
import { loadFeature, type FeatureId } from '$lib/features/registry';
import { featureKey, featureStore } from '$lib/storage/feature-store';

export class Unmeasured {
  clips = $state.raw(0);
  #asked = 0;

  async count(clips: readonly Clip[], features: readonly FeatureId[]): Promise<void> {
    const asked = ++this.#asked;
    const [present, ...versions] = await Promise.all([
      featureStore.keys(),
      ...features.map(async (id) => [id, (await loadFeature(id)).version] as const),
    ]);
    if (asked !== this.#asked) return; // something else was chosen meanwhile
    const lacks = ({ id }: Clip): boolean =>
      versions.some(([feature, version]) => !present.has(featureKey(id, feature, version)));
    this.clips = clips.filter(lacks).length;
  }
}
