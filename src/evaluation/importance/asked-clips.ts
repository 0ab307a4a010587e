// Which clips of a run a model is asked about: some that were held out, never more than are needed.

import type { Clip, Split } from '../../core/dataset-types';
import { EarmarkError } from '../../core/errors';
import { createRandom } from '../../core/random';
import type { AskedClips } from './importance';

/** Importances hardly change with more clips, but their cost grows with them. */
const MAX_CLIPS = 500;

export interface AskedRun {
  readonly clips: readonly Clip[];
  readonly split: Split;
  readonly seed: number;
}

/** Validation clips, or test clips where the run has none of those. @throws EarmarkError `features-missing` */
export function clipsToAsk(run: AskedRun): { asked: AskedClips; clips: Clip[] } {
  const part = run.split.validation.length > 0 ? 'validation' : 'test';
  const members = clipsOfPart(run, part);
  if (members.length === 0) {
    throw new EarmarkError('features-missing', `no ${part} clip of the run is there any more`);
  }
  const clips = sample(members, run.seed);
  return { asked: { part, clips: clips.length, clipsInPart: members.length }, clips };
}

/** Of what the run learned from. */
export function trainingSample(run: AskedRun): Clip[] {
  return sample(clipsOfPart(run, 'train'), run.seed);
}

function clipsOfPart({ clips, split }: AskedRun, part: keyof Split): Clip[] {
  const ids = new Set(split[part]);
  return clips.filter(({ id }) => ids.has(id));
}

function sample(clips: readonly Clip[], seed: number): Clip[] {
  const indices = clips.map((_, i) => i);
  const chosen = createRandom(seed).fork('asked clips').shuffle(indices).slice(0, MAX_CLIPS);
  return chosen.sort((a, b) => a - b).map((i) => clips[i]!);
}
