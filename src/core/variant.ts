// An augmented version of a clip, as data: how it differs from the original, and the id its features are kept under.
// Not the audio work: that is `src/audio/augment.ts`.

export interface Variant {
  /** 1.1 plays 1.1 times as fast, at the same pitch. */
  readonly stretchRate: number;
  readonly pitchSemitones: number;
  /** Standard deviation of the added noise, as a share of the clip's RMS level: 0.005 is 46 dB below the music. */
  readonly noiseAmplitude: number;
  /** 32-bit unsigned; what the noise is drawn from. */
  readonly noiseSeed: number;
}

/** Raised whenever the same parameters give other samples: features of another version are not used. */
const AUGMENT_VERSION = 1;

/** Stands in no clip id, which is hex. */
const SEPARATOR = '~';

/** What the features of a clip's variant are kept under; the same parameters always give the same id. */
export function variantId(clipId: string, variant: Variant): string {
  const { stretchRate, pitchSemitones, noiseAmplitude, noiseSeed } = variant;
  const text = `a${AUGMENT_VERSION},r${stretchRate},p${pitchSemitones},n${noiseAmplitude},s${noiseSeed}`;
  return `${clipId}${SEPARATOR}${text}`;
}

export function isVariantId(id: string): boolean {
  return id.includes(SEPARATOR);
}

/** The clip that an id, a variant's or its own, belongs to. */
export function clipIdOf(id: string): string {
  const end = id.indexOf(SEPARATOR);
  return end < 0 ? id : id.slice(0, end);
}
