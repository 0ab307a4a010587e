// Takes clips out of a dataset for a reason that was found after their import, and puts them back.

import type { Clip, Dataset } from '../core/dataset-types';
import type { ErrorRecord } from '../core/errors';

/** A clip and why it cannot be used. */
export interface UnusableClip {
  readonly clip: Clip;
  readonly error: ErrorRecord;
}

/** As if the import had set the files aside: importing them again is another try. Clips that are gone are passed over. */
export function setClipsAside(dataset: Dataset, unusable: readonly UnusableClip[]): Dataset {
  const clips = new Map(dataset.clips.map((clip) => [clip.id, clip]));
  const issues = unusable
    .filter(({ clip }) => clips.delete(clip.id))
    .map(({ clip, error: { code, got } }) => ({ file: clip.name, code, got }));
  const files = new Set(issues.map(({ file }) => file));
  const others = dataset.quarantined.filter(({ file }) => !files.has(file));
  const quarantined = [...others, ...issues].sort((a, b) => compare(a.file, b.file));
  return { ...dataset, clips: [...clips.values()], quarantined };
}

/** Undoes it, whatever else has changed meanwhile. */
export function takeClipsBack(dataset: Dataset, unusable: readonly UnusableClip[]): Dataset {
  const files = new Set(unusable.map(({ clip }) => clip.name));
  const clips = new Map([...unusable.map(({ clip }) => clip), ...dataset.clips].map(byId));
  return {
    ...dataset,
    clips: [...clips.values()].sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id)),
    quarantined: dataset.quarantined.filter(({ file }) => !files.has(file)),
  };
}

function byId(clip: Clip): [string, Clip] {
  return [clip.id, clip];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
