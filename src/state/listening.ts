// What a run's model needs to hear a recording: whether anything measures what it learned from, and how long the pieces
// are that it is asked about. All of that belongs to the run; the dataset in use has no say.

import type { Run } from '$lib/core/run-types';
import { clipSecondsOf } from '$lib/trainers/feature-sets';
import { findApproach } from '$lib/trainers/registry';

/** What a row of the tables that are known describes. */
const TABLE_CLIP_SECONDS = 30;

/** False for a model whose columns only its table has. */
export function canListen({ config }: Pick<Run, 'config'>): boolean {
  return (findApproach(config.approach)?.features(config).length ?? 0) > 0;
}

/** Length of the pieces that a recording is cut into for the run's model; 0 for an approach this version does not know. */
export function windowSecondsOf({
  config: { approach, params },
  dataset,
  imported,
  windowSeconds,
}: Pick<Run, 'config' | 'dataset' | 'imported' | 'windowSeconds'>): number {
  const ofApproach = findApproach(approach)?.windowSeconds ?? 0;
  if (imported !== undefined) return windowSeconds ?? clipSecondsOf(params) ?? ofApproach;
  return dataset.table === undefined ? ofApproach : TABLE_CLIP_SECONDS;
}
