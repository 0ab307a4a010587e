// Composes one clip: key, tempo and harmony, then each layer, own or borrowed, and who rests when.

import type { Random } from '../../../src/core/random';
import { between, clamp, happens, pick } from './chance';
import type { Composer } from './composer';
import { placeChords } from './compose/harmony';
import { preferred, type Session } from './compose/session';
import { LAYER_NAMES, type Genre, type LayerName } from './genres/genre';
import { GENRES } from './genres/registry';
import type { Groove, Part } from './score';

export interface Song {
  readonly groove: Groove;
  readonly parts: readonly Part[];
  /** Where in the music the clip begins: excerpts seldom start on the first beat. */
  readonly startBeat: number;
}

/** Chance that a player sits out the first or last bars of a clip. */
const REST = 0.09;

export function arrange(genre: Genre, composer: Composer, seconds: number, random: Random): Song {
  const bpm = clamp(composer.bpm * (1 + 0.05 * random.normal()), ...genre.tempo);
  const session = openSession(genre, composer, { bpm, seconds, random });
  const parts = LAYER_NAMES.flatMap((name) => {
    const layerRandom = random.fork(name);
    const borrowed = happens(layerRandom, borrowingChance(composer, name));
    const source = (borrowed && session.beatsPerBar === 4 && GENRES[composer.influence]) || genre;
    if (!happens(layerRandom, source === genre ? genre.presence[name] : 0.95)) return [];
    const played = source.layers[name]({ ...session, random: layerRandom });
    return played.map((part) => withRests(part, session, layerRandom));
  });
  const groove: Groove = {
    bpm,
    swing: clamp(composer.swing + 0.012 * random.normal(), 0.5, 0.7),
    swingUnitBeats: genre.swingUnitBeats,
    loosenessSeconds: composer.loosenessSeconds,
  };
  return { groove, parts, startBeat: random.next() * session.beatsPerBar };
}

function borrowingChance(composer: Composer, name: LayerName): number {
  return name === composer.borrows ? composer.borrowing : 0.12 * composer.borrowing;
}

interface Opening {
  readonly bpm: number;
  readonly seconds: number;
  readonly random: Random;
}

function openSession(genre: Genre, composer: Composer, { bpm, seconds, random }: Opening): Session {
  const beatsPerBar = pick(random, genre.beatsPerBar ?? [4]);
  const numBars = Math.ceil((seconds * bpm) / 60 / beatsPerBar) + 2;
  const tonic = random.integer(12);
  const blank: Session = {
    random,
    composerSeed: composer.seed,
    chords: [],
    scale: 'major',
    tonic,
    beatsPerBar,
    numBars,
    energy: clamp(composer.energy + 0.15 * random.normal(), 0, 1),
  };
  const { scale, bars } = preferred(blank, 'progression', genre.progressions);
  const firstBar = 2 * random.integer(4);
  return { ...blank, scale, chords: placeChords(bars, { tonic, numBars, beatsPerBar, firstBar }) };
}

/** Lets the player enter late or stop early, at a bar line. */
function withRests(part: Part, { beatsPerBar, numBars }: Session, random: Random): Part {
  if (!happens(random, REST)) return part;
  const turn = Math.round(numBars * between(random, [0.3, 0.7])) * beatsPerBar;
  const early = happens(random, 0.5);
  const plays = ({ beat }: { beat: number }): boolean => (early ? beat < turn : beat >= turn);
  return part.kind === 'drums'
    ? { ...part, hits: part.hits.filter(plays) }
    : { ...part, notes: part.notes.filter(plays) };
}
