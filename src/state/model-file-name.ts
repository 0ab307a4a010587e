// What the file of a run's model is called, so that those of many runs can be told apart in one folder.

import type { Run } from '$lib/core/run-types';

const LONGEST_TITLE = 40;

type NamedRun = Pick<Run, 'config' | 'createdAt' | 'dataset' | 'imported'>;

/** "quick-baseline-my-music-2026-01-31-1405.json"; of a model that was imported, its own name and the time. */
export function modelFileName(
  { config, createdAt, dataset, imported }: NamedRun,
  ending = 'json',
): string {
  const what =
    imported === undefined
      ? `${config.approach} ${dataset.title}`
      : imported.replace(/\.[^.]*$/, '');
  const name = what
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  const [day = '', time = ''] = createdAt.split('T');
  const started = `${day}-${time.slice(0, 8).replace(/:/g, '')}`;
  return `${name.slice(0, config.approach.length + LONGEST_TITLE)}-${started}.${ending}`;
}
