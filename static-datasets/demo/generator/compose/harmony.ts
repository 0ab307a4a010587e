// Chords from Roman numerals ("ii7 | V7 | Imaj7"), scales, and where each chord lies in time.

const DEGREES: Record<string, number> = { I: 0, II: 2, III: 4, IV: 5, V: 7, VI: 9, VII: 11 };

const QUALITIES: Record<string, readonly number[]> = {
  major: [0, 4, 7],
  minor: [0, 3, 7],
  major7: [0, 4, 7, 10],
  minor7: [0, 3, 7, 10],
  majormaj7: [0, 4, 7, 11],
  major9: [0, 4, 10, 14],
  minor9: [0, 3, 10, 14],
  majorsus: [0, 5, 7],
  major5: [0, 7],
  minor5: [0, 7],
  minorhalf: [0, 3, 6, 10],
  majorsix: [0, 4, 7, 9],
};

/** Semitones above the tonic. */
export const SCALES = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
  harmonicMinor: [0, 2, 3, 5, 7, 8, 11],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  phrygian: [0, 1, 3, 5, 7, 8, 10],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
  blues: [0, 3, 5, 6, 7, 10],
  majorPentatonic: [0, 2, 4, 7, 9],
  minorPentatonic: [0, 3, 5, 7, 10],
} as const satisfies Record<string, readonly number[]>;

export type ScaleId = keyof typeof SCALES;

export interface Progression {
  readonly scale: ScaleId;
  /** Bars parted by "|", chords inside a bar by a space, sharing it equally. */
  readonly bars: string;
}

export interface ChordSpan {
  readonly beat: number;
  readonly beats: number;
  /** Pitch class of the root, 0…11. */
  readonly root: number;
  /** Semitones above the root, ascending from 0. */
  readonly intervals: readonly number[];
}

/** Root (semitones above the tonic) and intervals of one numeral: case is quality, then a suffix. */
export function parseChord(symbol: string): { root: number; intervals: readonly number[] } {
  const match = /^(b?)([IViv]+)(.*)$/.exec(symbol);
  const degree = DEGREES[match?.[2]?.toUpperCase() ?? ''];
  const family = match?.[2] === match?.[2]?.toUpperCase() ? 'major' : 'minor';
  const intervals = QUALITIES[family + (match?.[3] ?? '')];
  if (degree === undefined || !intervals) throw new RangeError(`not a chord: "${symbol}"`);
  return { root: (degree - (match?.[1] ? 1 : 0) + 12) % 12, intervals };
}

interface Placement {
  /** Pitch class of the tonic, 0…11. */
  readonly tonic: number;
  readonly numBars: number;
  readonly beatsPerBar: number;
  /** Bar of the progression the clip starts in. */
  readonly firstBar: number;
}

/** The progression, repeated as often as the clip needs. */
export function placeChords(bars: string, place: Placement): ChordSpan[] {
  const cycle = bars.split('|').map((bar) => bar.trim().split(/\s+/).map(parseChord));
  const spans: ChordSpan[] = [];
  for (let bar = 0; bar < place.numBars; bar++) {
    const chords = cycle[(bar + place.firstBar) % cycle.length]!;
    const beats = place.beatsPerBar / chords.length;
    chords.forEach(({ root, intervals }, index) => {
      const beat = bar * place.beatsPerBar + index * beats;
      spans.push({ beat, beats, root: (root + place.tonic) % 12, intervals });
    });
  }
  return spans;
}

/** MIDI number of the chord's root nearest above `lowest`. */
export function rootAbove(chord: ChordSpan, lowest: number): number {
  return lowest + ((((chord.root - lowest) % 12) + 12) % 12);
}

/** The chord's tones inside the octave that starts at `lowest`, ascending: an inversion. */
export function voicing(chord: ChordSpan, lowest: number): number[] {
  return chord.intervals
    .map((interval) => lowest + ((((chord.root + interval - lowest) % 12) + 12) % 12))
    .sort((a, b) => a - b);
}
