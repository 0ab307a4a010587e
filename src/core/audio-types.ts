// What the rest of the code knows about sound.

export interface Waveform {
  /** Mono samples, nominally in [−1, 1]. */
  readonly samples: Float32Array;
  /** Hz. */
  readonly sampleRate: number;
}

/** What a file says about itself. */
export interface AudioInfo {
  /** Container and codec, for example "Ogg Vorbis". */
  readonly format: string;
  /** Hz, as recorded. */
  readonly sampleRate: number;
  readonly channels: number;
  readonly durationSeconds: number;
  /** From the file's tags, where it has them. */
  readonly artist?: string | undefined;
  readonly title?: string | undefined;
}

/** The outline of a waveform: extremes of equal stretches, each in [−1, 1], both of shape [stretches]. */
export interface WaveformPeaks {
  readonly min: Float32Array;
  readonly max: Float32Array;
}

export function durationSeconds(waveform: Waveform): number {
  return waveform.samples.length / waveform.sampleRate;
}
