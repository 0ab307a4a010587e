// The contract of a feature extractor: a waveform in, a vector or a matrix out.
// One file an extractor; the registry (`registry.ts`) is the only other place that knows it.

import type { Waveform } from '../core/audio-types';
import type { Matrix } from '../core/matrix';

/** One number of a feature vector, as people see it. */
export interface FeatureColumn {
  readonly name: string;
  /** Unit, or "" for a pure number. */
  readonly unit: string;
  /** One sentence a musician understands. */
  readonly help: string;
}

interface FeatureIdentity {
  readonly id: string;
  /** Raised whenever the numbers change: cached features of another version are not used. */
  readonly version: number;
  readonly title: string;
}

/** One vector a clip, shape [columns.length]. */
export interface VectorFeature extends FeatureIdentity {
  readonly kind: 'vector';
  readonly columns: readonly FeatureColumn[];
}

/** One matrix a clip, shape [numFrames, numColumns]. */
export interface MatrixFeature extends FeatureIdentity {
  readonly kind: 'matrix';
  readonly numColumns: number;
  /** Seconds between frames. */
  readonly frameSeconds: number;
}

/** What is kept of a clip, whoever made it: an extractor or a pretrained network. */
export type Feature = VectorFeature | MatrixFeature;

interface FromWaveform {
  /** Hz; `extract` expects a waveform of exactly this rate. */
  readonly sampleRate: number;
}

export interface VectorExtractor extends VectorFeature, FromWaveform {
  extract(waveform: Waveform): Promise<Float32Array>;
}

export interface MatrixExtractor extends MatrixFeature, FromWaveform {
  extract(waveform: Waveform): Promise<Matrix>;
}

export type FeatureExtractor = VectorExtractor | MatrixExtractor;

/** What an extractor gave for one clip, self-describing: this is what is cached and sent between workers. */
export type FeatureValue =
  | { readonly kind: 'vector'; readonly values: Float32Array }
  | { readonly kind: 'matrix'; readonly matrix: Matrix };
