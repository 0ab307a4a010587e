// Accompaniment: chords on a rhythm, broken chords, and rolled patterns over the chord's tones.

import type { Note } from '../score';
import { happens } from '../chance';
import { rootAbove, voicing, type ChordSpan } from './harmony';
import { strokes } from './rhythm';
import type { Session } from './session';

export function chordAt(session: Session, beat: number): ChordSpan {
  const chords = session.chords;
  return chords.find((span) => beat < span.beat + span.beats - 1e-6) ?? chords[chords.length - 1]!;
}

interface Comping {
  /** One bar or `patternBars` of rhythm. */
  readonly rhythm: string;
  readonly patternBars?: number;
  /** Lowest MIDI number of the voicing. */
  readonly lowest: number;
  readonly shape?: 'voicing' | 'power' | 'boogie';
  /** Share of a stroke's length that sounds. */
  readonly legato?: number;
  /** Beats between the strings of a strum. */
  readonly strumBeats?: number;
}

/** Whole chords on a rhythm. */
export function comping(session: Session, options: Comping): Note[] {
  const { rhythm, patternBars = 1, lowest, shape = 'voicing', legato = 0.9 } = options;
  const { strumBeats = 0 } = options;
  const notes: Note[] = [];
  const length = session.beatsPerBar * patternBars;
  for (let bar = 0; bar < session.numBars; bar += patternBars) {
    for (const stroke of strokes(rhythm, bar * session.beatsPerBar, length)) {
      if (happens(session.random, 0.04)) continue;
      const pitches = shaped(chordAt(session, stroke.beat), { shape, lowest, beat: stroke.beat });
      pitches.forEach((midi, i) => {
        const beat = stroke.beat + i * strumBeats;
        const velocity = stroke.velocity * (0.92 + 0.08 * session.random.next());
        notes.push({ beat, beats: stroke.beats * legato, midi, velocity });
      });
    }
  }
  return notes;
}

interface Shape {
  readonly shape: 'voicing' | 'power' | 'boogie';
  readonly lowest: number;
  readonly beat: number;
}

function shaped(chord: ChordSpan, { shape, lowest, beat }: Shape): number[] {
  if (shape === 'voicing') return voicing(chord, lowest);
  const root = rootAbove(chord, lowest);
  if (shape === 'power') return [root, root + 7, root + 12];
  return [root, Math.floor(beat) % 2 === 1 ? root + 9 : root + 7];
}

interface Broken {
  /** Order of chord tones by index, cycled; indices past the top go an octave up. */
  readonly order: readonly number[];
  readonly stepBeats: number;
  readonly lowest: number;
  readonly ringBeats?: number;
  /** Chance that a step is silent. */
  readonly gaps?: number;
}

/** Chords one note at a time: Alberti bass, arpeggios, banjo rolls, sequencer lines. */
export function broken(session: Session, options: Broken): Note[] {
  const { order, stepBeats, lowest, ringBeats = stepBeats, gaps = 0.05 } = options;
  const numSteps = Math.floor((session.numBars * session.beatsPerBar) / stepBeats);
  const notes: Note[] = [];
  for (let step = 0; step < numSteps; step++) {
    if (happens(session.random, gaps)) continue;
    const beat = step * stepBeats;
    const tones = voicing(chordAt(session, beat), lowest);
    const index = order[step % order.length]!;
    const midi = tones[index % tones.length]! + 12 * Math.floor(index / tones.length);
    const velocity = (step % order.length === 0 ? 0.85 : 0.65) + 0.06 * session.random.normal();
    notes.push({ beat, beats: ringBeats, midi, velocity });
  }
  return notes;
}
