// Whether a run kept a model that can be asked, explained or exported.

import type { Run } from './run-types';

/** A cross-validation keeps none: each fold's has seen only a part of the clips. What failed may have its best until then. */
export function hasModel({
  status,
  config,
  evaluation,
}: Pick<Run, 'status' | 'config' | 'evaluation'>): boolean {
  const ended = status === 'done' || (status === 'failed' && evaluation !== null);
  return ended && config.crossValidation === undefined;
}
