// How much a model is asked about by shuffling, so that one that answers slowly still answers within minutes: fewer clips
// where that is enough, whole families of columns instead of every column where it is not.

import { createMatrix } from '../../core/matrix';
import type { FittedModel, TableInput } from '../../trainers/trainer';
import type { SavedTime } from './importance';

/** What the shuffling may take on this machine. */
const BUDGET_SECONDS = 120;
/** With fewer clips the accuracies moved more by chance than by the columns. */
const LEAST_CLIPS = 150;
/** Clips that an answer is timed on. */
const TIMED_CLIPS = 16;
/** How often it is. */
const TIMES = 3;

export interface QuestionCosts {
  readonly secondsPerClip: number;
  readonly clips: number;
  readonly columns: number;
  readonly families: number;
  /** Shuffles of each. */
  readonly repeats: number;
}

export interface QuestionPlan {
  readonly clips: number;
  readonly asksColumns: boolean;
  /** Null where nothing is left out. */
  readonly savedTime: SavedTime | null;
}

export function planQuestions(costs: QuestionCosts): QuestionPlan {
  const { secondsPerClip, clips, columns, families, repeats } = costs;
  const affordable = (groups: number): number =>
    Math.floor(BUDGET_SECONDS / (secondsPerClip * groups * repeats));
  const everything = columns + families;
  if (affordable(everything) >= clips) return { clips, asksColumns: true, savedTime: null };
  const asksColumns = affordable(everything) >= LEAST_CLIPS;
  const most = Math.max(LEAST_CLIPS, affordable(asksColumns ? everything : families));
  const seconds = secondsPerClip * clips * everything * repeats;
  return {
    clips: Math.min(clips, most),
    asksColumns,
    savedTime: { seconds, isByFewerClips: most < clips, isByFamilies: !asksColumns },
  };
}

/** How long the model takes for a clip, found by asking it about a few. */
export async function timePerClip(
  model: FittedModel,
  x: TableInput,
  signal: AbortSignal,
): Promise<number> {
  const { data, columns, rows } = x.matrix;
  const clips = Math.min(rows, TIMED_CLIPS);
  const few = { ...x, matrix: createMatrix(clips, columns, data.subarray(0, clips * columns)) };
  let shortest = Infinity;
  // The shortest of some: the first answer warms up, and any may be held up by something else.
  for (let time = 0; time < TIMES; time++) {
    const started = performance.now();
    await model.predictProba(few, signal);
    shortest = Math.min(shortest, performance.now() - started);
  }
  return shortest / 1000 / Math.max(1, clips);
}
