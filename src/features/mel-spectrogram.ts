// The one mel spectrogram. Every variant of the field is a set of plain options: transform → filter bank → logarithm →
// normalisation. What an extractor or a pretrained model's front end adds to it (cropping, patches) is theirs.

import { createMatrix, type Matrix } from '../core/matrix';
import { MIN_POWER } from './decibels';
import type { FilterBank } from './filter-bank';
import { frameLayout, type StftOptions } from './framing';
import type { LogTerms } from './kernels/spectra-kernel';
import { filteredSpectra } from './stft';

/** What is done to a filter's output x ≥ 0. */
export type LogRule =
  /** 10·log10(max(minPower, x)), default 1e-10; then nothing lies more than `topDb` (default ∞) below the loudest value. */
  | { readonly kind: 'db'; readonly minPower?: number; readonly topDb?: number }
  /** ln(x + offset). */
  | { readonly kind: 'ln'; readonly offset: number }
  /** ln(max(floor, x)). */
  | { readonly kind: 'ln-floor'; readonly floor: number }
  /** log10(offset + gain·x). */
  | { readonly kind: 'log10'; readonly offset: number; readonly gain: number };

/** (value − subtract) / divide. */
export interface Normalisation {
  readonly subtract: number;
  readonly divide: number;
}

export interface MelSpectrogramOptions extends StftOptions {
  /** Over the whole waveform: y[n] = x[n + 1] − c·x[n], one sample shorter. Default 0: none. */
  readonly waveformPreEmphasis?: number;
  /** What the filters sum: |STFT|² or |STFT|. Default `power`. */
  readonly spectrum?: 'power' | 'magnitude';
  /** Over spectra of shape [nFft / 2 + 1]. */
  readonly filters: FilterBank;
  readonly log: LogRule;
  readonly normalisation?: Normalisation;
}

/** Shape [numFrames, nMels]. Without padding, a waveform shorter than the window has no frames. */
export function melSpectrogram(waveform: Float32Array, options: MelSpectrogramOptions): Matrix {
  const { waveformPreEmphasis = 0, spectrum = 'power', filters: bank, log } = options;
  const samples =
    waveformPreEmphasis === 0 ? waveform : emphasiseHighs(waveform, waveformPreEmphasis);
  const { numFrames } = frameLayout(samples.length, options);
  const data = filteredSpectra(samples, {
    ...options,
    bank,
    magnitude: spectrum === 'magnitude',
    log: logTerms(log, options.normalisation),
  });
  if (log.kind === 'db' && log.topDb !== undefined) raiseFloor(data, log.topDb, options);
  return createMatrix(numFrames, bank.numFilters, data);
}

export function normalise(value: number, { subtract, divide }: Normalisation): number {
  return (value - subtract) / divide;
}

function emphasiseHighs(samples: Float32Array, coefficient: number): Float32Array {
  const emphasised = new Float32Array(Math.max(0, samples.length - 1));
  for (let n = 0; n < emphasised.length; n++) {
    emphasised[n] = samples[n + 1]! - coefficient * samples[n]!;
  }
  return emphasised;
}

const AS_IT_IS: Normalisation = { subtract: 0, divide: 1 };
/** Below every power: the smallest normal double. */
const NO_FLOOR = 2 ** -1022;

/** The rule and the normalisation after it as one line: gain · ln(max(floor, scale · x + offset)) + bias. */
function logTerms(rule: LogRule, { subtract, divide } = AS_IT_IS): LogTerms {
  const terms = (given: Partial<LogTerms>, perNeper = 1): LogTerms => ({
    ...{ scale: 1, offset: 0, floor: NO_FLOOR, ...given },
    gain: perNeper / divide,
    bias: -subtract / divide,
  });
  switch (rule.kind) {
    case 'db':
      return terms({ floor: rule.minPower ?? MIN_POWER }, 10 / Math.LN10);
    case 'ln':
      return terms({ offset: rule.offset });
    case 'ln-floor':
      return terms({ floor: rule.floor });
    case 'log10':
      return terms({ offset: rule.offset, scale: rule.gain }, 1 / Math.LN10);
  }
}

/** Raises what lies more than `topDb` below the loudest value. */
function raiseFloor(data: Float32Array, topDb: number, { normalisation }: MelSpectrogramOptions) {
  let loudest = -Infinity;
  for (const value of data) loudest = Math.max(loudest, value);
  const floor = loudest - topDb / (normalisation?.divide ?? 1);
  for (let i = 0; i < data.length; i++) data[i] = Math.max(floor, data[i]!);
}
