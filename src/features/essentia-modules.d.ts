// The part of essentia.js 0.1.3 that Earmark uses. Parameters left out are those whose defaults it takes.

/** A C++ object: lives in wasm memory until deleted. */
export interface Deletable {
  delete(): void;
}

/** Emscripten module; when its memory grows, `HEAPU8` is replaced. */
export interface EssentiaBackend {
  readonly HEAPU8: Uint8Array;
  readonly VectorVectorFloat: new () => VectorVectorFloat;
}

export const EssentiaWASM: EssentiaBackend;

/** A C++ std::vector<float>. */
export interface VectorFloat extends Deletable {
  size(): number;
  get(index: number): number;
}

/** A C++ std::vector<std::vector<float>>; what is pushed is copied. */
export interface VectorVectorFloat extends Deletable {
  push_back(vector: VectorFloat): void;
}

/** Every algorithm assumes 44,100 Hz unless it takes a sample rate. */
export class Essentia {
  constructor(backend: EssentiaBackend);
  readonly module: EssentiaBackend;
  arrayToVector(samples: Float32Array): VectorFloat;
  /** Beat times in seconds, from an onset detection function of `sampleRateODF` values a second, at least 2 s of it. */
  TempoTapDegara(
    onsetDetections: VectorFloat,
    maxTempo: number,
    minTempo: number,
    resample: 'none' | 'x2',
    sampleRateODF: number,
  ): { readonly ticks: VectorFloat };
  /** The beats of the tracker that agrees best with the others, and their mean agreement, 0…5.32. */
  TempoTapMaxAgreement(tickCandidates: VectorVectorFloat): {
    readonly ticks: VectorFloat;
    readonly confidence: number;
  };
  /** Tonic with a sharp or a flat ("C#", "Eb"), "major" or "minor", and −1 (silence) … 1. */
  KeyExtractor(
    signal: VectorFloat,
    averageDetuningCorrection: boolean,
    frameSize: number,
    hopSize: number,
    hpcpSize: number,
    maxFrequency: number,
    maximumSpectralPeaks: number,
    minFrequency: number,
    pcpThreshold: number,
    profileType: string,
    sampleRate: number,
  ): { readonly key: string; readonly scale: string; readonly strength: number };
  /** Hz of A4 after each frame, from all frames up to it; the last one is that of the clip. */
  TuningFrequencyExtractor(
    signal: VectorFloat,
    frameSize: number,
    hopSize: number,
  ): { readonly tuningFrequency: VectorFloat };
  Danceability(signal: VectorFloat): { readonly danceability: number; readonly dfa: VectorFloat };
  /** Mean deviation from the loudness, and the loudness itself, in dB. */
  DynamicComplexity(signal: VectorFloat): {
    readonly dynamicComplexity: number;
    readonly loudness: number;
  };
  /** −1 relaxed, 0 moderate, 1 aggressive. */
  Intensity(signal: VectorFloat): { readonly intensity: number };
  /** `confidence` is 0…5.32 with "multifeature". */
  RhythmExtractor2013(
    signal: VectorFloat,
    maxTempo: number,
    method: 'multifeature' | 'degara',
    minTempo: number,
  ): {
    readonly bpm: number;
    readonly confidence: number;
    readonly ticks: VectorFloat;
    readonly estimates: VectorFloat;
    readonly bpmIntervals: VectorFloat;
  };
  /** What the tests hold Earmark's own analyses against. */
  BeatTrackerDegara(
    signal: VectorFloat,
    maxTempo: number,
    minTempo: number,
  ): { readonly ticks: VectorFloat };
  OnsetRate(signal: VectorFloat): { readonly onsets: VectorFloat; readonly onsetRate: number };
  LoudnessEBUR128(
    left: VectorFloat,
    right: VectorFloat,
  ): {
    readonly integratedLoudness: number;
    readonly loudnessRange: number;
    readonly momentaryLoudness: VectorFloat;
    readonly shortTermLoudness: VectorFloat;
  };
}
