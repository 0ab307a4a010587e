// What the Explore stage asks for beyond the dataset itself.

import type { Clip } from '$lib/core/dataset-types';
import type { Matrix } from '$lib/core/matrix';
import { loadExtractor } from '$lib/features/registry';
import { featureStore } from '$lib/storage/feature-store';
import type { DatasetState } from './dataset.svelte';

export class ExploreState {
  readonly #dataset: DatasetState;

  constructor(dataset: DatasetState) {
    this.#dataset = dataset;
  }

  /** The clip's log-mel spectrogram in dB, shape [numFrames, numMels]; extracted if it is not there. */
  async spectrogramOf(clip: Clip): Promise<Matrix | null> {
    const { version } = await loadExtractor('log-mel');
    const { signal } = new AbortController();
    await this.#dataset.ensureFeatures([clip], ['log-mel'], signal, () => undefined);
    const value = await featureStore.get(clip.id, 'log-mel', version);
    return value?.kind === 'matrix' ? value.matrix : null;
  }
}
