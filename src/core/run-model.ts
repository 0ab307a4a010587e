// What a run's end left: a model that can be asked, explained or exported; a training that only lacks its device.

import type { Run } from './run-types';

/** A cross-validation keeps none: each fold's has seen only a part of the clips. What failed may have its best until then. */
export function hasModel({
  status,
  config,
  evaluation,
  sealed,
}: Pick<Run, 'status' | 'config' | 'evaluation' | 'sealed'>): boolean {
  const wasScored = evaluation !== null || sealed !== undefined;
  const ended = status === 'done' || (status === 'failed' && wasScored);
  return ended && config.crossValidation === undefined;
}

/** Whether its score, shown or not, is one of several labels a clip. */
export function scoresSeveral({ evaluation, sealed }: Pick<Run, 'evaluation' | 'sealed'>): boolean {
  return (evaluation ?? sealed)?.multiLabel !== undefined;
}

/** The score of the settings that a search has chosen may be looked at. */
export function unsealed({ sealed, ...run }: Run): Run {
  return sealed === undefined ? run : { ...run, evaluation: sealed };
}

/** Its device was lost for good: nothing is wrong with the run, which goes on once a device is there again. */
export function hasLostItsDevice({ status, error }: Pick<Run, 'status' | 'error'>): boolean {
  return status === 'failed' && error?.code === 'device-lost-twice';
}
