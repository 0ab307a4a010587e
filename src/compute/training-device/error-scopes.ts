// What the device says of a stretch of work, heard through error scopes: tfjs hears nothing, and goes on with zeros.

import { EarmarkError, isAbort } from '../../core/errors';
import { deviceFailure, throwIfDeviceFailed } from '../device-problems';
import { isSizeProblem, mayBeRefusedUpload, nameDeviceError } from './memory-error';

/** After an error that could come of a lost device, the news of the loss may take this long. */
const LOSS_NEWS_MILLISECONDS = 300;

/** As `TrainingDevice.guard`; `submitPending` hands over what tfjs has recorded and not submitted yet. */
export async function guardWork<R>(
  device: GPUDevice,
  submitPending: () => void,
  enqueue: () => Promise<R>,
): Promise<{ result: R; verdict: Promise<void> }> {
  device.pushErrorScope('out-of-memory');
  device.pushErrorScope('validation');
  const work = await settle(async () => {
    const result = await enqueue();
    submitPending();
    return result;
  });
  const verdict = judge(device, [device.popErrorScope(), device.popErrorScope()]);
  if ('result' in work) {
    // Whoever asked may have been stopped before it is of interest.
    verdict.catch(() => undefined);
    return { result: work.result, verdict };
  }
  const { error } = work;
  if (isAbort(error)) {
    verdict.catch(() => undefined);
    throw error;
  }
  await verdict;
  if (mayBeRefusedUpload(error)) await newsOfLoss(device);
  throw nameDeviceError(error);
}

/** @param scopes validation, out of memory */
async function judge(
  device: GPUDevice,
  scopes: readonly [Promise<GPUError | null>, Promise<GPUError | null>],
): Promise<void> {
  const [validation, memory] = await Promise.allSettled(scopes);
  // A scope that cannot be asked is one of a device that is gone.
  if (validation.status === 'rejected' || memory.status === 'rejected') {
    await newsOfLoss(device);
    throw deviceFailure() ?? new EarmarkError('compute-failed', 'no answer from the device');
  }
  throwIfDeviceFailed();
  if (memory.value) {
    throw new EarmarkError('device-memory-full', `none left (${memory.value.message})`);
  }
  if (validation.value) {
    const { message } = validation.value;
    throw isSizeProblem(message)
      ? new EarmarkError('device-memory-full', `something too large (${message})`)
      : new EarmarkError('compute-failed', `a device error: ${message}`);
  }
}

async function settle<R>(work: () => Promise<R>): Promise<{ result: R } | { error: unknown }> {
  try {
    return { result: await work() };
  } catch (error) {
    return { error };
  }
}

async function newsOfLoss(device: GPUDevice): Promise<void> {
  const patience = new Promise((resolve) => setTimeout(resolve, LOSS_NEWS_MILLISECONDS));
  await Promise.race([device.lost, patience]);
}
