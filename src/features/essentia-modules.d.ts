// The part of essentia.js 0.1.3 that Earmark uses. Parameters left out are those whose defaults it takes.

/** Emscripten module; when its memory grows, `HEAPU8` is replaced. */
export interface EssentiaBackend {
  readonly HEAPU8: Uint8Array;
}

export const EssentiaWASM: EssentiaBackend;

/** A C++ std::vector<float>: lives in wasm memory until deleted. */
export interface VectorFloat {
  size(): number;
  get(index: number): number;
  delete(): void;
}

/** Every algorithm assumes 44,100 Hz. */
export class Essentia {
  constructor(backend: EssentiaBackend);
  readonly module: EssentiaBackend;
  arrayToVector(samples: Float32Array): VectorFloat;
  /** Beat times in seconds; throws on clips too short for it, about 2 s. */
  BeatTrackerDegara(
    signal: VectorFloat,
    maxTempo: number,
    minTempo: number,
  ): { readonly ticks: VectorFloat };
  /** Onset times in seconds, and onsets a second. */
  OnsetRate(signal: VectorFloat): { readonly onsets: VectorFloat; readonly onsetRate: number };
  /** Tonic with a sharp or a flat ("C#", "Eb"), "major" or "minor", and −1 (silence) … 1. */
  KeyExtractor(signal: VectorFloat): {
    readonly key: string;
    readonly scale: string;
    readonly strength: number;
  };
  Danceability(signal: VectorFloat): { readonly danceability: number; readonly dfa: VectorFloat };
  /** Mean deviation from the loudness, and the loudness itself, in dB. */
  DynamicComplexity(signal: VectorFloat): {
    readonly dynamicComplexity: number;
    readonly loudness: number;
  };
}
