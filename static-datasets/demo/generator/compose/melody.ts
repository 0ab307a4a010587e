// Tunes: a short rhythmic motif, repeated and varied, its pitches a walk that likes chord tones.

import type { Random } from '../../../../src/core/random';
import { clamp, happens, pick, type Range } from '../chance';
import type { Note } from '../score';
import { chordAt } from './comping';
import { SCALES, type ScaleId } from './harmony';
import { strokes } from './rhythm';
import type { Session } from './session';

interface Melody {
  /** MIDI numbers. */
  readonly register: Range;
  /** One-bar rhythms to draw motifs from. */
  readonly rhythms: readonly string[];
  readonly scale?: ScaleId;
  /** Chance that a bar is a rest. */
  readonly rest?: number;
  /** Largest step in scale degrees. */
  readonly leap?: number;
  readonly legato?: number;
}

/** MIDI numbers of the scale inside the register. */
function ladder(session: Session, scale: ScaleId, [low, high]: Range): number[] {
  const steps: readonly number[] = SCALES[scale];
  const rungs: number[] = [];
  for (let midi = Math.ceil(low); midi <= high; midi++) {
    if (steps.includes((((midi - session.tonic) % 12) + 12) % 12)) rungs.push(midi);
  }
  return rungs;
}

export function melody(session: Session, options: Melody): Note[] {
  const {
    register,
    rhythms,
    scale = session.scale,
    rest = 0.15,
    leap = 2,
    legato = 0.92,
  } = options;
  const { random } = session;
  const rungs = ladder(session, scale, register);
  const motifs = [pick(random, rhythms), pick(random, rhythms)];
  const notes: Note[] = [];
  let at = Math.floor(rungs.length / 2);
  for (let bar = 0; bar < session.numBars; bar++) {
    if (happens(random, rest)) continue;
    const rhythm = happens(random, 0.2)
      ? pick(random, rhythms)
      : motifs[(bar >> 1) % 2 === 1 ? 1 : 0]!;
    for (const stroke of strokes(rhythm, bar * session.beatsPerBar, session.beatsPerBar)) {
      at = stepFrom(at, { random, leap, numRungs: rungs.length });
      const strong = Math.abs(stroke.beat - Math.round(stroke.beat)) < 1e-6;
      if (strong && happens(random, 0.6)) at = nearestChordTone(session, rungs, at, stroke.beat);
      const beats = stroke.beats * legato;
      notes.push({ beat: stroke.beat, beats, midi: rungs[at]!, velocity: stroke.velocity });
    }
  }
  return notes;
}

function stepFrom(
  at: number,
  { random, leap, numRungs }: { random: Random; leap: number; numRungs: number },
): number {
  const home = (numRungs / 2 - at) / numRungs;
  const step = Math.round(0.7 * leap * random.normal() + 2 * home);
  return clamp(at + step, 0, numRungs - 1);
}

function nearestChordTone(
  session: Session,
  rungs: readonly number[],
  at: number,
  beat: number,
): number {
  const chord = chordAt(session, beat);
  const tones = chord.intervals.map((interval) => (chord.root + interval) % 12);
  for (let reach = 0; reach < 3; reach++) {
    for (const candidate of [at - reach, at + reach]) {
      const midi = rungs[candidate];
      if (midi !== undefined && tones.includes(midi % 12)) return candidate;
    }
  }
  return at;
}
