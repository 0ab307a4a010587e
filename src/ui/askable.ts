// Which runs can be asked what they listen to.

import { hasModel } from '../core/run-model';
import type { Run } from '../core/run-types';
import { findApproach } from '../trainers/registry';
import { learnsFromTables } from '../trainers/table-params';

/** A model is kept that learned from measurements, and there are clips that it did not learn from. */
export function canBeAsked(run: Run): boolean {
  const { config, split } = run;
  if (!hasModel(run)) return false;
  if (split.validation.length + split.test.length === 0) return false;
  return learnsFromTables(findApproach(config.approach)?.params ?? []);
}

/** Also, what it says of one clip can be explained. */
export function canExplainClips(run: Run): boolean {
  return canBeAsked(run) && findApproach(run.config.approach)?.explainsClips === true;
}
