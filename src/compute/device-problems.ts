// Hears of a GPU device that was lost, misused, or out of memory. tfjs does not: after a loss it may go on with zeros, and
// a buffer that could not be had reads as zeros too, so whoever trains asks `throwIfDeviceFailed` between steps.

import { EarmarkError } from '../core/errors';

type Listener = (error: EarmarkError) => void;

const listeners = new Set<Listener>();
let watched: GPUDevice | null = null;
/** Of a device that is of no use any more. */
let failure: EarmarkError | null = null;
/** Something did not fit: what came of it is worthless, the device is not. */
let memoryProblem: EarmarkError | null = null;

/** Calls back once the device is of no use any more, at once if it is; returns how to stop listening. */
export function onDeviceProblem(listener: Listener): () => void {
  listeners.add(listener);
  if (failure) listener(failure);
  return () => listeners.delete(listener);
}

/**
 * Throws `compute-failed` if the device was lost or refused something since it was started, `device-memory-full` if
 * its memory ran out where nobody was looking, since `forgiveMemoryProblem`.
 */
export function throwIfDeviceFailed(): void {
  const problem = failure ?? memoryProblem;
  if (problem) throw problem;
}

/** `compute-failed`, if the device was lost or refused something. */
export function deviceFailure(): EarmarkError | null {
  return failure;
}

/** What did not fit has been thrown away, and is tried again smaller or given up. */
export function forgiveMemoryProblem(): void {
  memoryProblem = null;
}

/** What is read back from it by now may be zeros. */
export function hasDeviceFailed(): boolean {
  return failure !== null || memoryProblem !== null;
}

/** Follows a new device, or none; what happens to an earlier one no longer counts. */
export function watchDevice(device: GPUDevice | null): void {
  watched = device;
  failure = null;
  memoryProblem = null;
  device?.addEventListener('uncapturederror', ({ error }) => {
    if (isOutOfMemory(error)) reportMemory(device, error.message);
    // A buffer that could not be had makes whatever is done with it invalid.
    else if (!memoryProblem) reportFailure(device, `a device error: ${error.message}`);
  });
  void device?.lost.then(({ reason, message }) => {
    // Destroyed on purpose is no problem.
    if (reason === 'destroyed') return;
    const why = message.replace(/\.$/, '');
    reportFailure(device, `a lost graphics processor${why && ` (${why})`}`);
  });
}

function isOutOfMemory(error: GPUError): boolean {
  return typeof GPUOutOfMemoryError === 'function' && error instanceof GPUOutOfMemoryError;
}

function reportFailure(device: GPUDevice, got: string): void {
  if (failure || device !== watched) return;
  failure = new EarmarkError('compute-failed', got);
  for (const listener of listeners) listener(failure);
}

function reportMemory(device: GPUDevice, message: string): void {
  if (device !== watched) return;
  memoryProblem ??= new EarmarkError('device-memory-full', `none left (${message})`);
}
