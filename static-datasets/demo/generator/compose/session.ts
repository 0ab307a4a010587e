// What every layer of a clip is composed from: harmony, the composer's habits, and chance.

import { createRandom, type Random } from '../../../../src/core/random';
import { between, clamp, happens, type Range } from '../chance';
import type { Part, Timbre } from '../score';
import type { Kit } from '../voices/drums';
import type { ChordSpan, ScaleId } from './harmony';

export interface Session {
  readonly random: Random;
  /** Seed of the composer's lasting tastes. */
  readonly composerSeed: number;
  readonly chords: readonly ChordSpan[];
  readonly scale: ScaleId;
  /** Pitch class of the tonic, 0…11. */
  readonly tonic: number;
  readonly beatsPerBar: number;
  readonly numBars: number;
  /** How much is played, 0 sparse … 1 busy. */
  readonly energy: number;
}

/** One role in the band: rhythm, bass, chords, tune or decoration. Several parts where players double. */
export type Layer = (session: Session) => readonly Part[];

/** How faithful composers are to what they like best. */
const FAITH = 0.85;
/** How much less likely each option is to be somebody's favourite than the one listed before it. */
const TYPICALITY = 0.34;
/** Share of a role's range that composers spread over; the rest keeps a genre recognisable. */
const SPREAD = 0.38;

/** The composer's order of liking: typical options (listed first) tend to come first. */
function liking<T>(taste: Random, options: readonly T[]): T[] {
  return options
    .map((option, rank) => ({
      option,
      wait: -Math.log(1 - taste.next()) / Math.pow(TYPICALITY, rank),
    }))
    .sort((a, b) => a.wait - b.wait)
    .map(({ option }) => option);
}

/** Shrinks a range around its middle. */
function narrow([low, high]: Range): Range {
  const cut = ((1 - SPREAD) * (high - low)) / 2;
  return [low + cut, high - cut];
}

/** The composer's usual choice among `options`, sometimes their second, seldom anything. */
export function preferred<T>(session: Session, label: string, options: readonly T[]): T {
  const order = liking(createRandom(session.composerSeed).fork(label), options);
  const { random } = session;
  if (happens(random, FAITH)) return order[0]!;
  return happens(random, 0.6) ? order[1 % order.length]! : liking(random, options)[0]!;
}

type TimbreRanges = Partial<Record<keyof Timbre, Range>>;

/** The composer's instrument for a role; a clip differs a little from the next. */
export function timbreOf(session: Session, role: string, ranges: TimbreRanges = {}): Timbre {
  const taste = createRandom(session.composerSeed).fork(`timbre/${role}`);
  const draw = (range: Range = [0.15, 0.85]): number =>
    clamp(between(taste, narrow(range)) + 0.06 * session.random.normal(), 0, 1);
  return {
    bright: draw(ranges.bright),
    ring: draw(ranges.ring),
    attack: draw(ranges.attack),
    body: draw(ranges.body),
    vibrato: draw(ranges.vibrato),
  };
}

type KitRanges = Partial<Record<keyof Kit, Range>>;

export function kitOf(session: Session, ranges: KitRanges = {}): Kit {
  const taste = createRandom(session.composerSeed).fork('kit');
  const draw = (range: Range = [0.1, 0.9]): number =>
    clamp(between(taste, narrow(range)) + 0.06 * session.random.normal(), 0, 1);
  return {
    tuning: draw(ranges.tuning),
    kickClick: draw(ranges.kickClick),
    kickLength: draw(ranges.kickLength),
    snareWires: draw(ranges.snareWires),
    snareLength: draw(ranges.snareLength),
    metal: draw(ranges.metal),
    hatLength: draw(ranges.hatLength),
  };
}
