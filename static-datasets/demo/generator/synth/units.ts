// The one sample rate of the generator and conversions everybody needs.

export const SAMPLE_RATE = 22050;

export function samplesOf(seconds: number): number {
  return Math.max(0, Math.round(seconds * SAMPLE_RATE));
}

export function hzOf(midi: number): number {
  return 440 * Math.pow(2, (midi - 69) / 12);
}

/** Amplitude factor of a level. */
export function gainOf(db: number): number {
  return Math.pow(10, db / 20);
}

/** Highest frequency worth synthesising. */
export const TOP_HZ = 10000;
