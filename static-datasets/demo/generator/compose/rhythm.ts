// Rhythms written as strings: one character a step, "X" accent, "x" normal, "o" ghost, "." rest, "-" hold.

export interface Stroke {
  readonly beat: number;
  readonly beats: number;
  /** 0…1. */
  readonly velocity: number;
}

const VELOCITIES: Record<string, number> = { X: 1, x: 0.75, o: 0.4 };

/** Strokes of one pattern stretched over `beats`; a stroke lasts one step and its holds. */
export function strokes(pattern: string, startBeat: number, beats: number): Stroke[] {
  const step = beats / pattern.length;
  const out: Stroke[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const velocity = VELOCITIES[pattern[i]!];
    if (velocity === undefined) continue;
    let held = 1;
    while (pattern[i + held] === '-') held++;
    out.push({ beat: startBeat + i * step, beats: held * step, velocity });
  }
  return out;
}
