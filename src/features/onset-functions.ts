// How much something new begins, frame by frame: the onset detection functions that essentia's beat and onset algorithms
// are built on, several times faster than inside them. Where the onsets are: `onsets.ts`.

import { FFT } from './fft';
import { symmetricHannWindow, type Framing } from './framing';

/** Frames whose mean power is below this are silent (essentia's cutoff, −90 dB): they count as zeros. */
const SILENT_POWER = 1e-9;

export interface OnsetFunctions {
  /**
   * Σ of the distances between each bin and where the two frames before predict it: Bello's complex-domain difference.
   * Shape [numFrames], ≥ 0.
   */
  readonly complexDomain: Float32Array;
  /** Σ |X[k]|·k, Brossier's high-frequency content: drums and plucks. Shape [numFrames], ≥ 0. */
  readonly highFrequency: Float32Array;
  /** By how much √(Σ |X[k]|²) rose since the frame before, 0 where it fell. Shape [numFrames], ≥ 0. */
  readonly energyFlux: Float32Array;
}

/**
 * Onset functions of frames that begin at multiples of the hop, the first at the first sample; the last one is the first
 * that reaches the end. Equal, but for a common factor and rounding, to essentia's OnsetDetection.
 */
export function onsetFunctions(samples: Float32Array, framing: Framing): OnsetFunctions {
  const { nFft, hopLength } = framing;
  const numFrames = 1 + Math.max(0, Math.ceil((samples.length - nFft) / hopLength));
  const complexDomain = new Float32Array(numFrames);
  const highFrequency = new Float32Array(numFrames);
  const energyFlux = new Float32Array(numFrames);
  const window = symmetricHannWindow(nFft);
  const frame = new Float64Array(nFft);
  const spectrum = new Float64Array(2 * nFft);
  const prediction = new Prediction(nFft / 2 + 1);
  const fft = new FFT(nFft);
  let lastLevel = Infinity;
  for (let index = 0; index < numFrames; index++) {
    const start = index * hopLength;
    const isSounding = fillFrame(frame, samples.subarray(start, start + nFft), window);
    if (isSounding) fft.realTransform(spectrum, frame);
    else spectrum.fill(0);
    complexDomain[index] = prediction.distance(spectrum);
    highFrequency[index] = prediction.highFrequency;
    energyFlux[index] = Math.max(0, prediction.level - lastLevel);
    lastLevel = prediction.level;
  }
  return { complexDomain, highFrequency, energyFlux };
}

/**
 * Fills in a windowed frame, its middle first, so that phases are those at the frame's middle; false when it is silent.
 * @param samples the frame's, fewer at the end of a clip, which goes on as zeros
 */
function fillFrame(frame: Float64Array, samples: Float32Array, window: Float64Array): boolean {
  const length = frame.length;
  const half = length / 2;
  let energy = 0;
  for (let n = 0; n < length; n++) {
    const sample = n < samples.length ? samples[n]! : 0;
    energy += sample * sample;
    frame[n < half ? n + half : n - half] = sample * window[n]!;
  }
  return energy >= SILENT_POWER * length;
}

/** Predicts each bin of a spectrum from the two before it: the magnitude stays, the phase goes on turning. */
class Prediction {
  /** Of the last spectrum: Σ |X[k]|·k, and √(Σ |X[k]|²). */
  highFrequency = 0;
  level = 0;
  /** |X| of the last frame, and X / |X| of the last and the one before it as cosine and sine; shape [numBins]. */
  readonly #magnitude: Float64Array;
  readonly #cosLast: Float64Array;
  readonly #sinLast: Float64Array;
  readonly #cosBefore: Float64Array;
  readonly #sinBefore: Float64Array;

  constructor(numBins: number) {
    this.#magnitude = new Float64Array(numBins);
    this.#cosLast = new Float64Array(numBins).fill(1);
    this.#sinLast = new Float64Array(numBins);
    this.#cosBefore = new Float64Array(numBins).fill(1);
    this.#sinBefore = new Float64Array(numBins);
  }

  /** Takes in the next spectrum (real and imaginary parts in turn) and tells how far it is from the prediction. */
  distance(spectrum: Float64Array): number {
    const magnitude = this.#magnitude;
    const cosLast = this.#cosLast;
    const sinLast = this.#sinLast;
    const cosBefore = this.#cosBefore;
    const sinBefore = this.#sinBefore;
    let distance = 0;
    let highFrequency = 0;
    let power = 0;
    for (let bin = 0; bin < magnitude.length; bin++) {
      const re = spectrum[2 * bin]!;
      const im = spectrum[2 * bin + 1]!;
      const binPower = re * re + im * im;
      const size = Math.sqrt(binPower);
      const c1 = cosLast[bin]!;
      const s1 = sinLast[bin]!;
      const c2 = cosBefore[bin]!;
      const s2 = sinBefore[bin]!;
      // e^{j(2φ₁ − φ₂)}, by which this bin is turned back before it is compared with the last one's magnitude.
      const cosTwice = c1 * c1 - s1 * s1;
      const sinTwice = 2 * c1 * s1;
      const cosTarget = cosTwice * c2 + sinTwice * s2;
      const sinTarget = sinTwice * c2 - cosTwice * s2;
      const along = magnitude[bin]! - (re * cosTarget + im * sinTarget);
      const across = im * cosTarget - re * sinTarget;
      distance += Math.sqrt(along * along + across * across);
      highFrequency += size * bin;
      power += binPower;
      magnitude[bin] = size;
      cosBefore[bin] = c1;
      sinBefore[bin] = s1;
      cosLast[bin] = size > 0 ? re / size : 1;
      sinLast[bin] = size > 0 ? im / size : 0;
    }
    this.highFrequency = highFrequency;
    this.level = Math.sqrt(power);
    return distance;
  }
}
