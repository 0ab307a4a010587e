// Where to cut: windows over a whole file, or one excerpt from its middle.

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
  const size = Math.round(windowSeconds * sampleRate);
  if (!(size >= 1)) throw new RangeError(`expected a window of at least 1 sample, got ${size}`);
  const windows: SampleRange[] = [];
  for (let start = 0; start < numSamples; start += size) {
    windows.push({ start, end: Math.min(start + size, numSamples) });
  }
  const last = windows.at(-1);
  if (windows.length > 1 && last && 2 * (last.end - last.start) < size) {
    const { start } = windows.at(-2)!;
    windows.splice(-2, 2, { start, end: last.end });
  }
  return windows;
}

/** The middle `excerptSeconds`; everything where the recording is not longer than that. */
export function centreExcerpt(durationSeconds: number, excerptSeconds: number): SecondsRange {
  if (durationSeconds <= excerptSeconds) return { startSeconds: 0, endSeconds: durationSeconds };
  const startSeconds = (durationSeconds - excerptSeconds) / 2;
  return { startSeconds, endSeconds: startSeconds + excerptSeconds };
}
