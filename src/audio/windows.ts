// Where to cut: windows over a whole file, or one excerpt from its middle.

import type { Waveform } from '../core/audio-types';

/** Samples [start, end). */
export interface SampleRange {
  readonly start: number;
  readonly end: number;
}

export interface SecondsRange {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/**
 * Non-overlapping windows that cover every sample. A last piece shorter than half a window joins the window before
 * it, and a file shorter than a window is one window; so windows last 0.5…1.5 × `windowSeconds`, or the whole file.
 */
export function cutWindows(
  numSamples: number,
  sampleRate: number,
  windowSeconds: number,
): SampleRange[] {
  const size = windowLength(windowSeconds, sampleRate);
  const windows: SampleRange[] = [];
  for (let start = 0; start < numSamples; start += size) {
    windows.push({ start, end: Math.min(start + size, numSamples) });
  }
  const [before, last] = windows.slice(-2);
  if (before && last && 2 * (last.end - last.start) < size) {
    windows.splice(-2, 2, { start: before.start, end: last.end });
  }
  return windows;
}

/**
 * Windows of exactly `windowSeconds` that cover every sample, as few as can be, spread evenly (they overlap where they
 * must). What is shorter than a window is one.
 */
export function spreadWindows(
  numSamples: number,
  sampleRate: number,
  windowSeconds: number,
): SampleRange[] {
  const size = windowLength(windowSeconds, sampleRate);
  if (numSamples <= size) return [{ start: 0, end: numSamples }];
  const count = Math.ceil(numSamples / size);
  return Array.from({ length: count }, (_, index) => {
    const start = Math.round((index * (numSamples - size)) / (count - 1));
    return { start, end: start + size };
  });
}

/** In samples. */
function windowLength(windowSeconds: number, sampleRate: number): number {
  const size = Math.round(windowSeconds * sampleRate);
  if (!(size >= 1)) throw new RangeError(`expected a window of at least 1 sample, got ${size}`);
  return size;
}

export interface WaveformWindow extends SampleRange {
  /** Its own copy. */
  readonly waveform: Waveform;
}

/** The windows of `cutWindows`, cut from a stream of unknown length as soon as they are certain. */
export async function* streamWindows(
  blocks: AsyncIterable<Waveform>,
  windowSeconds: number,
): AsyncGenerator<WaveformWindow> {
  const held: Float32Array[] = [];
  let heldLength = 0;
  let start = 0;
  let sampleRate = 0;
  const take = (length: number): WaveformWindow => {
    const samples = takeFrom(held, length);
    heldLength -= length;
    const window = { waveform: { samples, sampleRate }, start };
    start += length;
    return { ...window, end: start };
  };
  for await (const block of blocks) {
    sampleRate = block.sampleRate;
    held.push(block.samples);
    heldLength += block.samples.length;
    // What follows a window is certain to be one of its own from half a window on.
    const size = windowLength(windowSeconds, sampleRate);
    while (2 * (heldLength - size) >= size) yield take(size);
  }
  if (heldLength === 0) return;
  for (const { start: from, end } of cutWindows(heldLength, sampleRate, windowSeconds)) {
    yield take(end - from);
  }
}

/** A copy of the first `length` samples, which the pieces hold no longer then; the rest is not copied. */
function takeFrom(pieces: Float32Array[], length: number): Float32Array {
  const taken = new Float32Array(length);
  let offset = 0;
  while (offset < length) {
    const piece = pieces[0]!;
    const part = piece.subarray(0, length - offset);
    taken.set(part, offset);
    offset += part.length;
    if (part.length === piece.length) pieces.shift();
    else pieces[0] = piece.subarray(part.length);
  }
  return taken;
}

/** The middle `excerptSeconds`; everything where the recording is not longer than that. */
export function centreExcerpt(durationSeconds: number, excerptSeconds: number): SecondsRange {
  if (durationSeconds <= excerptSeconds) return { startSeconds: 0, endSeconds: durationSeconds };
  const startSeconds = (durationSeconds - excerptSeconds) / 2;
  return { startSeconds, endSeconds: startSeconds + excerptSeconds };
}
