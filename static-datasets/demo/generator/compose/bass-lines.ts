// Bass lines: walking, on a rhythm with chosen chord tones, and riffs that repeat.

import { happens, pick } from '../chance';
import type { Note } from '../score';
import { chordAt } from './comping';
import { rootAbove } from './harmony';
import { strokes } from './rhythm';
import type { Session } from './session';

/** Quarter notes: root on the change, chord tones between, a half step into the next chord. */
export function walking(session: Session, lowest: number): Note[] {
  const notes: Note[] = [];
  const numBeats = session.numBars * session.beatsPerBar;
  for (let beat = 0; beat < numBeats; beat++) {
    const chord = chordAt(session, beat);
    const next = chordAt(session, beat + 1);
    const root = rootAbove(chord, lowest);
    const tones = [...chord.intervals, 12].map(
      (interval) => root + (interval > 12 ? interval - 12 : interval),
    );
    let midi = pick(session.random, tones);
    if (beat - chord.beat < 0.5) midi = root;
    else if (next !== chord) midi = rootAbove(next, lowest) + pick(session.random, [-1, 1, 7]);
    notes.push({ beat, beats: 0.92, midi, velocity: 0.8 + 0.06 * session.random.normal() });
    if (happens(session.random, 0.12 * session.energy)) {
      notes.push({ beat: beat + 0.5, beats: 0.3, midi, velocity: 0.5 });
    }
  }
  return notes;
}

interface BassRhythm {
  readonly rhythm: string;
  readonly patternBars?: number;
  readonly lowest: number;
  /** Semitones above the chord's root, one a stroke, cycled. */
  readonly steps: readonly number[];
  readonly legato?: number;
}

/** A fixed figure that follows the chords: eighths, octaves, alternating root and fifth, riddims. */
export function figure(session: Session, options: BassRhythm): Note[] {
  const { rhythm, patternBars = 1, lowest, steps, legato = 0.9 } = options;
  const notes: Note[] = [];
  const length = patternBars * session.beatsPerBar;
  for (let bar = 0; bar < session.numBars; bar += patternBars) {
    strokes(rhythm, bar * session.beatsPerBar, length).forEach((stroke, index) => {
      if (happens(session.random, 0.03)) return;
      const chord = chordAt(session, stroke.beat);
      const wander = happens(session.random, 0.06) ? pick(session.random, [5, 7, 12]) : 0;
      const midi = rootAbove(chord, lowest) + (wander || steps[index % steps.length]!);
      notes.push({
        beat: stroke.beat,
        beats: stroke.beats * legato,
        midi,
        velocity: stroke.velocity,
      });
    });
  }
  return notes;
}
