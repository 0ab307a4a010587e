// The failures of a trainer on a device, by their names.

import { isAbort, toEarmarkError } from '../core/errors';

/**
 * What tfjs throws is the device's failure; a stop and our own errors pass as they are. A readback from a device that is
 * lost is aborted by the browser, which is not a stop: nobody asked for one.
 */
export async function namingFailures<T>(
  work: () => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isAbort(error) && signal?.aborted ? error : toEarmarkError(error, 'compute-failed');
  }
}
