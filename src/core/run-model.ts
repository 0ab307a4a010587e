// What a run's end left: a model that can be asked, explained or exported; a training that only lacks its device.

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

/** Its device was lost for good: nothing is wrong with the run, which goes on once a device is there again. */
export function hasLostItsDevice({ status, error }: Pick<Run, 'status' | 'error'>): boolean {
  return status === 'failed' && error?.code === 'device-lost-twice';
}
