// Whether a run kept a model that can be asked, explained or exported.

import type { Run } from './run-types';

/** A cross-validation keeps none: each fold's has seen only a part of the clips. */
export function hasModel({ status, config }: Pick<Run, 'status' | 'config'>): boolean {
  return status === 'done' && config.crossValidation === undefined;
}
