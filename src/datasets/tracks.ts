// Which clips are pieces of one track: rows of a table with the same name, or cut as Kaggle's `features_3_sec.csv` cuts
// GTZAN ("blues.00000.0.wav", "blues.00000.1.wav"). No split may have pieces of a track on both sides.

import type { Clip } from '../core/dataset-types';
import { groupBy } from './group-by';

const FILE_ENDING = /\.[a-z][a-z0-9]{1,4}$/i;
const PIECES = [
  /^(.+\.\d+)\.\d+$/,
  /^(.+?)[\s._-]+(?:seg|segment|part|piece|chunk|slice|window|crop)[\s._-]*\d+$/i,
];
/** One to learn from and one to be examined on. */
const MIN_TRACKS = 2;

/** The same for all pieces of a track; every other clip is a track of its own. */
export function trackKey({ id, track }: Pick<Clip, 'id' | 'track'>): string {
  return track === undefined ? `clip ${id}` : `track ${track}`;
}

/** What a piece's name says of its track: "blues.00000.3.wav" → "blues.00000"; null where it is not cut like that. */
export function trackOfPiece(name: string): string | null {
  const stem = name.replace(FILE_ENDING, '');
  for (const pattern of PIECES) {
    const track = pattern.exec(stem)?.[1];
    if (track !== undefined) return track;
  }
  return null;
}

/** The clips with the track that they are pieces of, where it has several; clips without a name of their own stay. */
export function withTracks(clips: readonly Clip[], hasName: (clip: Clip) => boolean): Clip[] {
  const keyOf = (clip: Clip): string =>
    hasName(clip) ? (trackOfPiece(clip.name) ?? clip.name) : trackKey(clip);
  const pieces = groupBy(clips, keyOf);
  const grouped = clips.map((clip) => {
    const track = keyOf(clip);
    return hasName(clip) && pieces.get(track)!.length > 1 ? { ...clip, track } : clip;
  });
  // A column of names that tell little (an album, a genre) would leave nothing to divide.
  const canDivide = [...groupBy(grouped, ({ genre }) => genre).values()].every(
    (members) => members.length < MIN_TRACKS || new Set(members.map(trackKey)).size >= MIN_TRACKS,
  );
  return canDivide ? grouped : [...clips];
}
