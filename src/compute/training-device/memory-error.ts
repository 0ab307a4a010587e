// Which errors mean that memory ran out, so that less at once may help, and which mean that the device is of no use.

import { EarmarkError, isAbort } from '../../core/errors';
import { deviceFailure } from '../device-problems';

/** What browsers say of a buffer, binding or dispatch that is larger than the device takes. */
const SIZE_WORDS =
  /out of memory|too large|exceed|larger than|greater than the max|maxBufferSize|BindingSize|allocation failed/i;

/** Whether memory ran out. On a device that was lost everything fails, as if there were no memory: that is not it. */
export function isMemoryError(error: unknown): boolean {
  return !deviceFailure() && error instanceof EarmarkError && error.code === 'device-memory-full';
}

/** Whether what was thrown while work was given to the device may mean it; elsewhere a `RangeError` is a mistake of ours. */
export function mayBeRefusedUpload(error: unknown): boolean {
  // "createBuffer failed, size (…) is too large …": a mapped upload that there is no room for.
  return error instanceof RangeError;
}

/** Whether the device refused something for its size. */
export function isSizeProblem(message: string): boolean {
  return SIZE_WORDS.test(message);
}

/** What was thrown while work was given to the device, under the name that fits; a stop and our own errors pass. */
export function nameDeviceError(error: unknown): unknown {
  const failure = deviceFailure();
  if (isAbort(error)) return error;
  if (failure) return failure;
  if (!mayBeRefusedUpload(error)) return error;
  return new EarmarkError('device-memory-full', `none left (${String(error)})`, { cause: error });
}
