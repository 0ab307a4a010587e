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

export function durationSeconds(waveform: Waveform): number {
  return waveform.samples.length / waveform.sampleRate;
}
