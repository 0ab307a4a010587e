// What the Explore stage asks for beyond the dataset itself.

import { mixToMono } from '$lib/audio/mix';
import { measurePeaks } from '$lib/audio/peaks';
import { centreExcerpt, type SecondsRange } from '$lib/audio/windows';
import type { WaveformPeaks } from '$lib/core/audio-types';
import type { Clip } from '$lib/core/dataset-types';
import { EarmarkError } from '$lib/core/errors';
import type { Matrix } from '$lib/core/matrix';
import { ANALYSIS_SECONDS } from '$lib/features/analyse-file';
import { loadExtractor } from '$lib/features/registry';
import { featureStore } from '$lib/storage/feature-store';
import { limitSeconds, withPageDecoder } from './analyse-blob';
import { AudioAccess } from './audio-access.svelte';
import { failureError } from './clip-failures';
import type { DatasetState } from './dataset.svelte';
import { extractMissing } from './extract-missing';
import { FeatureSetsState } from './feature-sets.svelte';
import { featurePool } from './workers';

/** More than a screen is wide, so that narrow and wide windows draw from the same outline. */
const NUM_PEAKS = 1500;
/** Outlines kept in memory, 12 kB each. */
const KEPT_PEAKS = 50;
/** A longer recording is not decoded for its picture: that takes longer than anybody waits for one. */
const MAX_PEAKS_SECONDS = 20 * 60;

/** Clips of 30 seconds are often a little longer: leaving that out is not worth telling. */
const SAME_SECONDS = 0.2;

/** What the features of a clip describe. */
export interface AnalysedPart extends SecondsRange {
  /** It is the clip from beginning to end, as far as one can hear. */
  readonly isWhole: boolean;
}

export class ExploreState {
  readonly featureSets: FeatureSetsState;
  readonly access: AudioAccess;
  /** What was chosen on this visit, for whoever comes back to the stage. */
  readonly lookedAt: { clipId: string | null; featureSetId: string | null } = {
    clipId: null,
    featureSetId: null,
  };
  readonly #dataset: DatasetState;
  /** By clip, the one asked for last at the end. */
  readonly #peaks = new Map<string, WaveformPeaks>();

  constructor(dataset: DatasetState) {
    this.#dataset = dataset;
    this.access = new AudioAccess(dataset.sources);
    this.featureSets = new FeatureSetsState(dataset);
  }

  /**
   * The clip's log-mel spectrogram in dB, shape [numFrames, numMels]; extracted if it is not there.
   * @throws EarmarkError `playback-unavailable` rather than have the browser ask
   */
  async spectrogramOf(clip: Clip): Promise<Matrix | null> {
    const { version } = await loadExtractor('log-mel');
    const kept = await featureStore.get(clip.id, 'log-mel', version);
    if (kept) return kept.kind === 'matrix' ? kept.matrix : null;
    if (await this.access.isLocked(clip)) {
      throw new EarmarkError('playback-unavailable', 'no permission yet to read the file');
    }
    const { signal } = new AbortController();
    const { failures } = await extractMissing({
      clips: [clip],
      extractors: ['log-mel'],
      sources: this.#dataset.sources,
      pool: featurePool,
      signal,
      onProgress: () => undefined,
    });
    if (failures.length > 0) throw failureError(failures);
    const value = await featureStore.get(clip.id, 'log-mel', version);
    return value?.kind === 'matrix' ? value.matrix : null;
  }

  /** The part of the clip that its features describe. */
  analysedPart({ audio }: Clip): AnalysedPart {
    const { durationSeconds } = audio ?? { durationSeconds: 0 };
    return durationSeconds <= ANALYSIS_SECONDS + SAME_SECONDS
      ? { startSeconds: 0, endSeconds: durationSeconds, isWhole: true }
      : { ...centreExcerpt(durationSeconds, ANALYSIS_SECONDS), isWhole: false };
  }

  /**
   * The outline of the whole clip; null for a recording too long to draw.
   * @throws EarmarkError `playback-unavailable`, or what decoding throws
   */
  async peaksOf(clip: Clip, signal: AbortSignal): Promise<WaveformPeaks | null> {
    if (!clip.audio || clip.audio.durationSeconds > MAX_PEAKS_SECONDS) return null;
    const peaks = this.#peaks.get(clip.id) ?? (await this.#measurePeaks(clip, signal));
    this.#peaks.delete(clip.id);
    this.#peaks.set(clip.id, peaks);
    const oldest = this.#peaks.keys().next();
    if (this.#peaks.size > KEPT_PEAKS && !oldest.done) this.#peaks.delete(oldest.value);
    return peaks;
  }

  async #measurePeaks(clip: Clip, signal: AbortSignal): Promise<WaveformPeaks> {
    const file = await this.#dataset.sources.open(clip.id);
    return withPageDecoder({ pool: featurePool, file }, (pcm) => {
      if (!pcm) {
        const limit = { seconds: limitSeconds(file.size, 1), signal };
        return featurePool.run((api) => api.peaks(file, NUM_PEAKS, signal), limit);
      }
      const { samples } = mixToMono(pcm.channels, pcm.sampleRate);
      return Promise.resolve(measurePeaks(samples, NUM_PEAKS));
    });
  }
}
