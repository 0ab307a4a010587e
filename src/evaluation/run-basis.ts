// What a run's score stands on: which clips, which split, whether any of them were heard before, and how sure it is. Told on
// the page and beside exported models alike.

import { scoresSeveral } from '../core/run-model';
import type { Run } from '../core/run-types';
import { heardAmong, heldOutClips } from '../datasets/heard-before';
import { findApproach } from '../trainers/registry';
import { wilsonInterval } from './intervals';

/** Clips that the run's score was measured on. */
export function scoredClips(run: Run): number {
  return run.evaluation?.predictions.length ?? 0;
}

export const SPLIT_NAMES: Record<Run['config']['split']['strategy'], string> = {
  random: 'random split',
  artist: 'artist split',
  imported: 'imported split',
};

/** "random split", "imported split “filtered”". */
export function splitWords({ strategy, list }: Run['config']['split']): string {
  return SPLIT_NAMES[strategy] + (list === undefined ? '' : ` “${list}”`);
}

/** Its score may stand on clips that it learned from: no measure of how it does on others. */
export function mayKnowItsClips({ imported, evaluation }: Run): boolean {
  return imported !== undefined && evaluation !== null;
}

/** All clips of an artist were held out together: they are not independent, as intervals take them to be. */
export function holdsOutArtists({ config, imported }: Run): boolean {
  return imported === undefined && config.split.strategy === 'artist';
}

/**
 * 95 % Wilson interval of the run's accuracy, 0…1, as if clips were independent; null without a score on clips that were
 * held out, and of folds by artist, whose own spread tells better how far to trust the mean.
 */
export function accuracyInterval(run: Run): [low: number, high: number] | null {
  const clips = scoredClips(run);
  if (!run.evaluation || clips === 0 || mayKnowItsClips(run) || heardBefore(run) > 0) return null;
  if (run.config.crossValidation && holdsOutArtists(run)) return null;
  return wilsonInterval(Math.round(run.evaluation.accuracy * clips), clips);
}

/** What the run's accuracy counts: "87.5 % recognised", "31.2 % with all labels right". */
export function accuracyWords(run: Run): string {
  if (scoresSeveral(run)) return 'with all labels right';
  return learnsMainGenreOnly(run) ? 'recognised by their main genre' : 'recognised';
}

/** Its clips have several labels, of which it learns the first: its score is no match for those of all labels. */
export function learnsMainGenreOnly(run: Run): boolean {
  if (run.dataset.severalLabels !== true || scoresSeveral(run)) return false;
  if (run.imported !== undefined) return !answersSeveral(run);
  // Of what is scored the score says it, whatever the approach can do by now.
  return run.evaluation !== null || findApproach(run.config.approach)?.multiLabel !== true;
}

/** Whether the run's model answers each label by itself, so that a recording can have several of them, or none. */
export function answersSeveral(run: Run): boolean {
  return run.severalLabels ?? scoresSeveral(run);
}

/** Clips of the run's score that the model it started from had learned from. */
export function heardBefore({ heardBefore: heard = [], split, config }: Run): number {
  return heard.length === 0 ? 0 : heardAmong(heldOutClips({ split, config }), heard).length;
}

/** The dataset's title, with the word "synthetic" wherever its music is that. */
export function titleOf({ title, synthetic }: { title: string; synthetic: boolean }): string {
  return synthetic && !/synthetic/i.test(title) ? `${title} (synthetic)` : title;
}
