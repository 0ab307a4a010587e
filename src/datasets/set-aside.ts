// Takes clips out of a dataset for a reason that was found after their import, and puts them back.

import type { Clip, Dataset, FileIssue } from '../core/dataset-types';
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
    .map(({ clip, error: { code, got } }) => ({ file: clip.name, clip: clip.id, code, got }));
  const others = withoutIssuesOf(dataset.quarantined, issues);
  const quarantined = [...others, ...issues].sort((a, b) => compare(a.file, b.file));
  return { ...dataset, clips: [...clips.values()], quarantined };
}

/** Undoes it, whatever else has changed meanwhile. */
export function takeClipsBack(dataset: Dataset, unusable: readonly UnusableClip[]): Dataset {
  const issues = unusable.map(({ clip: { id, name } }) => ({ clip: id, file: name }));
  const clips = new Map([...unusable.map(({ clip }) => clip), ...dataset.clips].map(byId));
  return {
    ...dataset,
    clips: [...clips.values()].sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id)),
    quarantined: withoutIssuesOf(dataset.quarantined, issues),
  };
}

/** Rows of a table may share a name, and have another one by now: their ids tell. */
function withoutIssuesOf(
  quarantined: readonly FileIssue[],
  issues: readonly Pick<FileIssue, 'file' | 'clip'>[],
): FileIssue[] {
  const files = new Set(issues.map(({ file }) => file));
  const ids = new Set(issues.map(({ clip }) => clip));
  return quarantined.filter(({ file, clip }) =>
    clip === undefined ? !files.has(file) : !ids.has(clip),
  );
}

function byId(clip: Clip): [string, Clip] {
  return [clip.id, clip];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
