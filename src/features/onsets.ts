// Where notes and hits begin, from onset detection functions: the peak picking of essentia's Onsets (Brossier 2004), with
// its default parameters. What the functions are: `onset-functions.ts`.

/** Frames that are averaged, and among which a peak must stand out. */
const DELAY_FRAMES = 5;
/** Share of the mean that a peak must rise above the median. */
const ALPHA = 0.1;
/** Share of the functions' maximum below which nothing begins. */
const SILENCE_SHARE = 0.02;

/** Frames in which something begins, rising; each function, shape [numFrames], counts relative to its own maximum. */
export function pickOnsets(functions: readonly Float32Array[]): number[] {
  const rises = findRises(movingAverage(sumOfNormalised(functions)), functions.length);
  const onsets: number[] = [];
  for (let frame = 1; frame < rises.length; frame++) {
    const begins = rises[frame]! && !rises[frame - 1]!;
    // A single frame is an accident, unless the clip ends with it.
    const lasts = rises[frame + 1] ?? true;
    if (begins && lasts) onsets.push(frame);
  }
  return onsets;
}

/** Whether each value stands out among the last few; never the first. */
function findRises(strength: Float64Array, maximum: number): boolean[] {
  const recent = new Float64Array(DELAY_FRAMES);
  return Array.from(strength, (value, frame) => {
    if (frame === 0) return false;
    const audible = value < SILENCE_SHARE * maximum ? 0 : value;
    recent[frame === 1 ? 0 : frame % DELAY_FRAMES] = audible;
    return audible > median(recent) + ALPHA * mean(recent);
  });
}

function sumOfNormalised(functions: readonly Float32Array[]): Float64Array {
  const sum = new Float64Array(functions[0]?.length ?? 0);
  for (const values of functions) {
    const maximum = values.reduce((max, value) => Math.max(max, value), 0);
    if (maximum > 0) for (let i = 0; i < sum.length; i++) sum[i]! += values[i]! / maximum;
  }
  return sum;
}

/** Mean of each value and the ones before it, as if zeros came first. */
function movingAverage(values: Float64Array): Float64Array {
  return values.map((_, i) => {
    let sum = 0;
    for (let k = 0; k < DELAY_FRAMES; k++) sum += values[i - k] ?? 0;
    return sum / DELAY_FRAMES;
  });
}

function median(values: Float64Array): number {
  return values.toSorted()[(values.length - 1) / 2]!;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
