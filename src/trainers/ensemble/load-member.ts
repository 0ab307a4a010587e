// The trainer of a member, by its approach.

import { EarmarkError } from '../../core/errors';
import { findApproach, loadTrainer } from '../registry';
import type { Trainer } from '../trainer';

/** @throws EarmarkError `model-incompatible` */
export async function loadMember(approachId: string): Promise<Trainer> {
  const approach = findApproach(approachId);
  if (approach && !approach.joinsRuns) return loadTrainer(approach.trainer);
  throw new EarmarkError('model-incompatible', `a member of the approach "${approachId}"`);
}
