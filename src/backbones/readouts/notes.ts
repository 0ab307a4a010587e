// What Basic Pitch hears as a description of the music: which notes sound and how they change, pitch classes (as they
// are, and counted from the strongest), register, density, tuning within the semitone, and the rhythm of onsets.
// Outputs: contours [patches, 172, 264], notes [patches, 172, 88], onsets [patches, 172, 88], probabilities.

import type { TensorData } from '../../core/tensor-data';
import { createMatrix, type Matrix } from '../../core/matrix';
import { onsetRhythm, RHYTHM_SIZE } from './onset-rhythm';
import type { Readout } from './readout';

const PITCHES = 88;
const CONTOURS = 264;
/** Of the 172 frames of a patch, half the overlap with its neighbours on either side. */
const OVERLAP_FRAMES = 15;
/** Pitch class of the lowest note (A0), counted from C. */
const FIRST_PITCH_CLASS = 9;
const OCTAVES = 8;
/** A note counts as sounding, an onset as one. */
const SOUNDING = 0.3;
const ONSET = 0.5;
const FRAMES_PER_SECOND = 22050 / 256;
/** Shares are far below 1: the logarithm of 1 + 100 × spreads them. */
const GAIN = 100;

const DENSITY_SIZE = 6;
const CONTOURS_A_SEMITONE = 3;
const SIZE = 3 * PITCHES + 3 * 12 + 2 * OCTAVES + DENSITY_SIZE + CONTOURS_A_SEMITONE + RHYTHM_SIZE;

export const notes: Readout = {
  id: 'notes',
  title: 'Notes, register, density and rhythm',
  sizeOf: ([contours, ofNotes, onsets, ...others]) =>
    contours === CONTOURS && ofNotes === PITCHES && onsets === PITCHES && others.length === 0
      ? SIZE
      : null,
  read([contours, ofNotes, onsets]) {
    const [contour, note, onset] = [contours, ofNotes, onsets].map(joinPatches) as [
      Matrix,
      Matrix,
      Matrix,
    ];
    const noteMean = columnMeans(note);
    const onsetMean = columnMeans(onset);
    const classes = pitchClasses(noteMean);
    const strongest = classes.indexOf(Math.max(...classes));
    const shares = [
      ...noteMean,
      ...columnDeviations(note, noteMean),
      ...onsetMean,
      ...classes,
      ...rotated(classes, strongest),
      ...rotated(pitchClasses(onsetMean), strongest),
      ...octaves(noteMean),
      ...octaves(columnChanges(note)),
      ...density(note, onset),
      ...withinSemitone(columnMeans(contour)),
    ].map((value) => Math.log1p(GAIN * value));
    return Float32Array.from([...shares, ...onsetRhythm(onset)]);
  },
};

/** All frames of the window one after another, without those that the neighbouring patch knows better. */
function joinPatches(output: TensorData | undefined): Matrix {
  const [patches = 0, frames = 0, columns = 0] = output?.dims ?? [];
  const kept = frames - 2 * OVERLAP_FRAMES;
  const joined = createMatrix(patches * kept, columns);
  for (let patch = 0; patch < patches; patch++) {
    const start = (patch * frames + OVERLAP_FRAMES) * columns;
    joined.data.set(output!.data.subarray(start, start + kept * columns), patch * kept * columns);
  }
  return joined;
}

function columnMeans({ data, rows, columns }: Matrix): number[] {
  const sums = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) sums[i % columns]! += data[i]!;
  return Array.from(sums, (sum) => sum / Math.max(1, rows));
}

function columnDeviations({ data, rows, columns }: Matrix, means: readonly number[]): number[] {
  const sums = new Float64Array(columns);
  for (let i = 0; i < data.length; i++) sums[i % columns]! += (data[i]! - means[i % columns]!) ** 2;
  return Array.from(sums, (sum) => Math.sqrt(sum / Math.max(1, rows)));
}

/** Mean absolute difference from one frame to the next. */
function columnChanges({ data, rows, columns }: Matrix): number[] {
  const sums = new Float64Array(columns);
  for (let i = columns; i < data.length; i++) {
    sums[i % columns]! += Math.abs(data[i]! - data[i - columns]!);
  }
  return Array.from(sums, (sum) => sum / Math.max(1, rows - 1));
}

/** Shares of the twelve pitch classes from C, summing to 1 unless nothing sounds. */
function pitchClasses(means: readonly number[]): number[] {
  const sums = new Array<number>(12).fill(0);
  means.forEach((mean, pitch) => (sums[(pitch + FIRST_PITCH_CLASS) % 12]! += mean));
  return shares(sums);
}

function shares(values: readonly number[]): number[] {
  const total = values.reduce((sum, value) => sum + value, 0);
  return values.map((value) => value / Math.max(total, 1e-6));
}

function rotated(values: readonly number[], first: number): number[] {
  return [...values.slice(first), ...values.slice(0, first)];
}

/** Mean over the pitches of each octave from C; the lowest has three pitches only. */
function octaves(means: readonly number[]): number[] {
  return Array.from({ length: OCTAVES }, (_, octave) => {
    const start = 12 * octave - FIRST_PITCH_CLASS;
    const pitches = means.slice(Math.max(0, start), start + 12);
    return pitches.reduce((sum, mean) => sum + mean, 0) / pitches.length;
  });
}

function density(note: Matrix, onset: Matrix): number[] {
  const sounding = countsAbove(note, SOUNDING);
  const begun = countsAbove(onset, 0);
  const silent = sounding.filter((count) => count === 0).length / Math.max(1, note.rows);
  const onsets = countsAbove(onset, ONSET).reduce((sum, count) => sum + count, 0);
  const onsetsPerSecond = (onsets / Math.max(1, onset.rows)) * FRAMES_PER_SECOND;
  return [...meanAndDeviation(sounding), silent, ...meanAndDeviation(begun), onsetsPerSecond];
}

/** A frame: how many pitches are above the threshold; above 0, the sum of their values. */
function countsAbove({ data, rows, columns }: Matrix, threshold: number): number[] {
  return Array.from({ length: rows }, (_, frame) => {
    const values = data.subarray(frame * columns, (frame + 1) * columns);
    return values.reduce((sum, v) => sum + (threshold === 0 ? v : Number(v > threshold)), 0);
  });
}

function meanAndDeviation(values: readonly number[]): [number, number] {
  const count = Math.max(1, values.length);
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
  return [mean, Math.sqrt(variance)];
}

/** How the sound lies within the semitone: low, in tune, high; shares of the whole. */
function withinSemitone(means: readonly number[]): number[] {
  const sums = new Array<number>(CONTOURS_A_SEMITONE).fill(0);
  means.forEach((mean, index) => (sums[index % CONTOURS_A_SEMITONE]! += mean));
  return shares(sums);
}
