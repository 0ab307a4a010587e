// Takes clips out of a dataset for a reason that was found after their import, and puts them back.

import type { Clip, Dataset } from '../core/dataset-types';
import type { ErrorRecord } from '../core/errors';

/** A clip and why it cannot be used. */
export interface UnusableClip {
  readonly clip: Clip;
  readonly error: ErrorRecord;
}

/** The same as if the import had set the files aside; importing them again is another try. */
export function setClipsAside(dataset: Dataset, unusable: readonly UnusableClip[]): Dataset {
  const clips = new Map(dataset.clips.map((clip) => [clip.id, clip]));
  const quarantined = new Map(dataset.quarantined.map((issue) => [issue.file, issue]));
  for (const { clip, error } of unusable) {
    if (!clips.delete(clip.id)) continue; // gone meanwhile
    quarantined.set(clip.name, { file: clip.name, code: error.code, got: error.got });
  }
  return {
    ...dataset,
    clips: [...clips.values()],
    quarantined: [...quarantined.values()].toSorted((a, b) => (a.file < b.file ? -1 : 1)),
    notes: dataset.notes.filter(({ file }) => !quarantined.has(file)),
  };
}

/** Undoes it: clips, notes and quarantine of these clips are as they were in `before`. */
export function takeClipsBack(
  dataset: Dataset,
  before: Dataset,
  unusable: readonly UnusableClip[],
): Dataset {
  const files = new Set(unusable.map(({ clip }) => clip.name));
  const isThere = new Set(dataset.clips.map(({ id }) => id));
  const isBack = new Set(unusable.map(({ clip }) => clip.id));
  const clips = before.clips.filter(({ id }) => isBack.has(id) && !isThere.has(id));
  return {
    ...dataset,
    clips: [...dataset.clips, ...clips].toSorted((a, b) =>
      `${a.name}\n${a.id}` < `${b.name}\n${b.id}` ? -1 : 1,
    ),
    quarantined: dataset.quarantined.filter(({ file }) => !files.has(file)),
    notes: dataset.notes,
  };
}
