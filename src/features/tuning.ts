// How far the notes of a clip lie from A4 = 440 Hz: librosa's estimate_tuning, with piptrack's and pitch_tuning's defaults.
// It is fed spectra that someone else computes, and holds only their peaks.

import { median } from '../core/median';

/** Where notes are looked for, in Hz: from the first up to, not including, the second. */
const MIN_HZ = 150;
const MAX_HZ = 4000;
/** Peaks below this share of the frame's largest value are no notes. */
const PEAK_THRESHOLD = 0.1;
/** Hz of A0, where octaves are counted from. */
const REFERENCE_HZ = 440 / 16;
/** Steps that a bin is divided into: with twelve bins an octave, cents. */
const NUM_STEPS = 100;
const INITIAL_PEAKS = 1 << 14;

export interface TuningOptions {
  /** Hz. */
  readonly sampleRate: number;
  readonly nFft: number;
  /** Default 12: semitones. */
  readonly binsPerOctave?: number;
}

/**
 * Collects the peaks of one clip, frame by frame, and tells its tuning. Feed it |STFT| for what librosa estimates
 * from samples (`cqt`, `estimate_tuning(y=…)`), |STFT|² for what `chroma_stft` estimates: the results may differ.
 */
export class TuningEstimator {
  readonly #hzPerBin: number;
  readonly #binsPerOctave: number;
  readonly #firstBin: number;
  /** One past the last bin. */
  readonly #endBin: number;
  #numPeaks = 0;
  /** Peak frequencies in bins and peak heights, shape [≥ numPeaks]. */
  #positions = new Float64Array(INITIAL_PEAKS);
  #heights = new Float64Array(INITIAL_PEAKS);

  constructor({ sampleRate, nFft, binsPerOctave = 12 }: TuningOptions) {
    this.#hzPerBin = sampleRate / nFft;
    this.#binsPerOctave = binsPerOctave;
    this.#firstBin = Math.max(1, Math.ceil(MIN_HZ / this.#hzPerBin));
    this.#endBin = Math.min(nFft / 2, Math.ceil(MAX_HZ / this.#hzPerBin));
  }

  /**
   * Takes the peaks of one frame, interpolated by a parabola; `spectrum` has shape [nFft / 2 + 1] and is not kept.
   * @param largest its largest value, where the caller knows it already
   */
  add(spectrum: Float64Array | Float32Array, largest = largestOf(spectrum)): void {
    const threshold = PEAK_THRESHOLD * largest;
    for (let bin = this.#firstBin; bin < this.#endBin; bin++) {
      const value = spectrum[bin]!;
      if (value <= threshold) continue;
      const below = spectrum[bin - 1]!;
      const above = spectrum[bin + 1]!;
      if (value <= below || value < above) continue;
      const slope = (above - below) / 2;
      const shift = slope / (2 * value - above - below);
      this.#push(bin + shift, value + 0.5 * slope * shift);
    }
  }

  /** The tuning in fractions of a bin, in [−0.5, 0.5); 0 where no frame has a peak. */
  finish(): number {
    if (this.#numPeaks === 0) return 0;
    const threshold = median(this.#heights.subarray(0, this.#numPeaks));
    const counts = new Uint32Array(NUM_STEPS);
    for (let i = 0; i < this.#numPeaks; i++) {
      if (this.#heights[i]! < threshold) continue;
      const octaves = Math.log2((this.#positions[i]! * this.#hzPerBin) / REFERENCE_HZ);
      const bins = this.#binsPerOctave * octaves;
      const residual = bins - Math.floor(bins);
      counts[stepOf(residual >= 0.5 ? residual - 1 : residual)]!++;
    }
    return stepEdge(counts.indexOf(Math.max(...counts)));
  }

  #push(position: number, height: number): void {
    if (this.#numPeaks === this.#positions.length) {
      this.#positions = doubled(this.#positions);
      this.#heights = doubled(this.#heights);
    }
    this.#positions[this.#numPeaks] = position;
    this.#heights[this.#numPeaks] = height;
    this.#numPeaks++;
  }
}

function largestOf(spectrum: Float64Array | Float32Array): number {
  let largest = 0;
  for (let bin = 0; bin < spectrum.length; bin++) {
    if (spectrum[bin]! > largest) largest = spectrum[bin]!;
  }
  return largest;
}

/** Lower edge of a step, as NumPy's linspace rounds it. */
function stepEdge(step: number): number {
  return step * (1 / NUM_STEPS) - 0.5;
}

/** The step whose edges enclose `residual`, in [−0.5, 0.5). */
function stepOf(residual: number): number {
  let step = Math.min(NUM_STEPS - 1, Math.floor((residual + 0.5) * NUM_STEPS));
  if (residual < stepEdge(step)) step--;
  else if (step < NUM_STEPS - 1 && residual >= stepEdge(step + 1)) step++;
  return step;
}

function doubled(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * values.length);
  larger.set(values);
  return larger;
}
