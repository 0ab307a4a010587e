// From the frames of a clip to the fixed number of frames a network takes. Frames are rows: shape [numFrames, nMels].

import { createMatrix, row, takeRows, type Matrix } from '../../core/matrix';
import { frameLayout, type StftOptions } from '../../features/framing';
import {
  melSpectrogram,
  normalise,
  type MelSpectrogramOptions,
  type Normalisation,
} from '../../features/mel-spectrogram';

/** The samples (a view) that the first `numFrames` frames see; all of them where the clip has no more frames. */
export function samplesOfFrames(
  samples: Float32Array,
  numFrames: number,
  options: StftOptions,
): Float32Array {
  const { firstStart, winLength } = frameLayout(samples.length, options);
  return samples.subarray(0, firstStart + (numFrames - 1) * options.hopLength + winLength);
}

/** Exactly `numFrames` frames: the first ones, then frames filled with `padding`. */
export function cropOrPad(frames: Matrix, numFrames: number, padding: number): Matrix {
  const fitted = createMatrix(numFrames, frames.columns);
  fitted.data.fill(padding);
  fitted.data.set(frames.data.subarray(0, fitted.data.length));
  return fitted;
}

/** The mel spectrogram's first `numFrames` frames; a shorter clip is followed by frames of 0 before the normalisation. */
export function paddedMel(
  samples: Float32Array,
  numFrames: number,
  options: MelSpectrogramOptions & { readonly normalisation: Normalisation },
): Matrix {
  const mel = melSpectrogram(samplesOfFrames(samples, numFrames, options), options);
  return cropOrPad(mel, numFrames, normalise(0, options.normalisation));
}

/** Exactly `numFrames` frames: the first ones, over and over where there are fewer; at least one is needed. */
export function cropOrTile(frames: Matrix, numFrames: number): Matrix {
  return takeRows(
    frames,
    Array.from({ length: numFrames }, (_, i) => i % frames.rows),
  );
}

/** All whole patches, one below the other, shape [numPatches × patchFrames, nMels]. */
export function cutPatches(frames: Matrix, patchFrames: number, patchHop: number): Matrix {
  const numPatches = Math.max(0, 1 + Math.floor((frames.rows - patchFrames) / patchHop));
  const patches = createMatrix(numPatches * patchFrames, frames.columns);
  for (let i = 0; i < patches.rows; i++) {
    const frame = Math.floor(i / patchFrames) * patchHop + (i % patchFrames);
    patches.data.set(row(frames, frame), i * frames.columns);
  }
  return patches;
}

/** Shape [columns, rows]. */
export function transpose(matrix: Matrix): Matrix {
  const { rows, columns, data } = matrix;
  const transposed = createMatrix(columns, rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) transposed.data[j * rows + i] = data[i * columns + j]!;
  }
  return transposed;
}
