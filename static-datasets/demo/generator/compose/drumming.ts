// Drum parts: a pattern a bar, small departures from it, ghost notes, and a fill before a phrase ends.

import { happens, pick } from '../chance';
import type { DrumPart, Hit } from '../score';
import type { DrumId, Kit } from '../voices/drums';
import { strokes } from './rhythm';
import { preferred, type Session } from './session';

/** One bar (or one two-bar cycle), a rhythm string a drum. */
export type DrumPattern = Partial<Record<DrumId, string>>;

interface Drumming {
  readonly patterns: readonly DrumPattern[];
  readonly kit: Kit;
  /** Bars a pattern lasts. */
  readonly patternBars?: number;
  readonly fills?: readonly DrumPattern[];
  /** A cymbal that marks the start of a phrase, or none. */
  readonly mark?: DrumId;
  readonly levelDb?: number;
}

const FILLS: readonly DrumPattern[] = [
  { snare: 'xxxxXxxX' },
  { snare: 'x.xxx.x.', tomLow: '.......X' },
  { tomHigh: 'xx......', tomMid: '..xx....', tomLow: '....xxXX' },
  { snare: '..xx..XX', kick: 'X...X...' },
  { tomHigh: 'x.x.....', tomLow: '....x.x.', snare: '......xX' },
];

export function drumming(session: Session, options: Drumming): DrumPart {
  const { patterns, kit, patternBars = 1, fills = FILLS, mark = 'crash', levelDb = 0 } = options;
  const { random, beatsPerBar, numBars, energy } = session;
  const pattern = preferred(session, 'drum-pattern', patterns);
  const phraseBars = pick(random, [2, 4, 4, 8]);
  const hits: Hit[] = [];
  for (let bar = 0; bar < numBars; bar += patternBars) {
    const start = bar * beatsPerBar;
    const closes = (bar + patternBars) % phraseBars === 0;
    const fillBeats = closes && happens(random, 0.3 + 0.4 * energy) ? beatsPerBar / 2 : 0;
    const end = start + patternBars * beatsPerBar - fillBeats;
    hits.push(...playBar(session, pattern, start, patternBars * beatsPerBar, end));
    if (fillBeats > 0)
      hits.push(...playBar(session, pick(random, fills), end, fillBeats, Infinity));
    if (bar % phraseBars === 0 && happens(random, 0.4 * energy + 0.1)) {
      hits.push({ beat: start, drum: mark, velocity: 0.6 + 0.3 * energy });
    }
  }
  return { kind: 'drums', kit, hits, levelDb };
}

function playBar(
  { random, energy }: Session,
  pattern: DrumPattern,
  start: number,
  beats: number,
  end: number,
): Hit[] {
  const hits: Hit[] = [];
  for (const [drum, rhythm] of Object.entries(pattern) as [DrumId, string][]) {
    for (const stroke of strokes(rhythm, start, beats)) {
      const ghost = stroke.velocity < 0.5;
      if (stroke.beat >= end || happens(random, ghost ? 0.6 - 0.5 * energy : 0.035)) continue;
      const velocity = stroke.velocity * (0.88 + 0.08 * random.normal());
      hits.push({ beat: stroke.beat, drum, velocity });
    }
    if (drum === 'kick' && happens(random, 0.15 * energy)) {
      const beat = start + beats * (0.25 * random.integer(4) + 0.125);
      if (beat < end) hits.push({ beat, drum, velocity: 0.6 });
    }
  }
  return hits;
}
