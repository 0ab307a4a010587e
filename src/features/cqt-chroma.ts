// What is read off a constant-Q transform: chroma, its smoothed form CENS (Müller & Ewert 2011), and the tonnetz
// (Harte, Sandler & Gasser 2006). Defined as in librosa.feature.chroma_cqt, chroma_cens and tonnetz with their defaults.

import { createMatrix, row, type Matrix } from '../core/matrix';
import { normalizeChroma } from './chroma';
import { symmetricHannWindow } from './framing';

const NUM_CHROMA = 12;
/** Shares of a frame's chroma above which a note counts a quarter more. */
const CENS_STEPS = [0.4, 0.2, 0.1, 0.05];
/** Frames under the smoothing window whose weight is not 0. */
export const CENS_SMOOTHING_FRAMES = 41;
/** Sums below this are silence and stay as they are. */
const TINY = 2 ** -126;

/** Sums octaves: semitones from a C up, shape [numFrames, 12 · octaves] → [numFrames, 12], C first. */
export function foldOctaves(cqt: Matrix): Matrix {
  const chroma = createMatrix(cqt.rows, NUM_CHROMA);
  for (let frame = 0; frame < cqt.rows; frame++) {
    const from = frame * cqt.columns;
    const to = frame * NUM_CHROMA;
    for (let bin = 0; bin < cqt.columns; bin++) {
      chroma.data[to + (bin % NUM_CHROMA)]! += cqt.data[from + bin]!;
    }
  }
  return chroma;
}

/** Folded octaves scaled so that each frame's strongest note is 1; a new table, shape [numFrames, 12]. */
export function chromaFromFolded(folded: Matrix): Matrix {
  const chroma = createMatrix(folded.rows, NUM_CHROMA, folded.data.slice());
  for (let frame = 0; frame < chroma.rows; frame++) normalizeChroma(row(chroma, frame));
  return chroma;
}

/** CENS of folded octaves: each note's share in five steps, smoothed over time; frames of length 1, shape [numFrames, 12]. */
export function censFromFolded(folded: Matrix): Matrix {
  const quantized = quantize(folded);
  const cens = smooth(quantized);
  const { data } = cens;
  for (let from = 0; from < data.length; from += NUM_CHROMA) {
    let squares = 0;
    for (let i = from; i < from + NUM_CHROMA; i++) squares += data[i]! * data[i]!;
    const length = Math.sqrt(squares);
    if (length < TINY) continue;
    for (let i = from; i < from + NUM_CHROMA; i++) data[i]! /= length;
  }
  return cens;
}

function quantize({ data, rows }: Matrix): Matrix {
  const quantized = createMatrix(rows, NUM_CHROMA);
  for (let from = 0; from < data.length; from += NUM_CHROMA) {
    let total = 0;
    for (let i = from; i < from + NUM_CHROMA; i++) total += data[i]!;
    if (total < TINY) total = 1;
    for (let i = from; i < from + NUM_CHROMA; i++) {
      const share = data[i]! / total;
      let steps = 0;
      for (const threshold of CENS_STEPS) if (share > threshold) steps++;
      quantized.data[i] = steps / CENS_STEPS.length;
    }
  }
  return quantized;
}

/** Weighted sum of neighbouring frames under a Hann window of area 1; beyond the ends there is nothing. */
function smooth({ data, rows }: Matrix): Matrix {
  const window = symmetricHannWindow(CENS_SMOOTHING_FRAMES + 2).subarray(1, -1);
  const area = window.reduce((sum, weight) => sum + weight, 0);
  const reach = (CENS_SMOOTHING_FRAMES - 1) / 2;
  const smoothed = createMatrix(rows, NUM_CHROMA);
  const sums = new Float64Array(NUM_CHROMA);
  for (let frame = 0; frame < rows; frame++) {
    const first = Math.max(0, frame - reach);
    const last = Math.min(rows - 1, frame + reach);
    sums.fill(0);
    for (let neighbour = first; neighbour <= last; neighbour++) {
      const weight = window[neighbour - frame + reach]! / area;
      const from = neighbour * NUM_CHROMA;
      for (let note = 0; note < NUM_CHROMA; note++) sums[note]! += weight * data[from + note]!;
    }
    smoothed.data.set(sums, frame * NUM_CHROMA);
  }
  return smoothed;
}

/** Semitones times this are half turns around the circle of fifths, of minor thirds and of major thirds. */
const CIRCLES = [
  { halfTurns: 7 / 6, radius: 1 },
  { halfTurns: 3 / 2, radius: 1 },
  { halfTurns: 2 / 3, radius: 0.5 },
];

/** Per circle the sine and the cosine of every note, shape [6, 12]. */
const TONNETZ_BASIS = CIRCLES.flatMap(({ halfTurns, radius }) =>
  [Math.sin, Math.cos].map((component) =>
    Float64Array.from(
      { length: NUM_CHROMA },
      (_, note) => radius * component(Math.PI * halfTurns * note),
    ),
  ),
);
export const NUM_TONNETZ = TONNETZ_BASIS.length;

/** Centre of gravity of the notes on the three circles, shape [numFrames, 6], in [−1, 1]. */
export function tonnetz(chroma: Matrix): Matrix {
  const centroids = createMatrix(chroma.rows, NUM_TONNETZ);
  for (let frame = 0; frame < chroma.rows; frame++) {
    const from = frame * NUM_CHROMA;
    let total = 0;
    for (let note = 0; note < NUM_CHROMA; note++) total += Math.abs(chroma.data[from + note]!);
    if (total < TINY) total = 1;
    for (let d = 0; d < NUM_TONNETZ; d++) {
      const basis = TONNETZ_BASIS[d]!;
      let sum = 0;
      for (let note = 0; note < NUM_CHROMA; note++) sum += basis[note]! * chroma.data[from + note]!;
      centroids.data[frame * NUM_TONNETZ + d] = sum / total;
    }
  }
  return centroids;
}
