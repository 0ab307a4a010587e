// Hears of a GPU device that was lost or misused. tfjs does not: after a loss it may go on with zeros, and a buffer
// that is too big reads as zeros too, so whoever trains asks `throwIfDeviceFailed` between steps.

import { EarmarkError } from '../core/errors';

type Listener = (error: EarmarkError) => void;

const listeners = new Set<Listener>();
let watched: GPUDevice | null = null;
let problem: EarmarkError | null = null;

/** Calls back on the first problem of the device, at once if there was one; returns how to stop listening. */
export function onDeviceProblem(listener: Listener): () => void {
  listeners.add(listener);
  if (problem) listener(problem);
  return () => listeners.delete(listener);
}

/** Throws `compute-failed` if the device was lost or refused something since it was started. */
export function throwIfDeviceFailed(): void {
  if (problem) throw problem;
}

/** Follows a new device, or none; what happens to an earlier one no longer counts. */
export function watchDevice(device: GPUDevice | null): void {
  watched = device;
  problem = null;
  device?.addEventListener('uncapturederror', ({ error }) => {
    report(device, `a device error: ${error.message}`);
  });
  void device?.lost.then(({ reason, message }) => {
    // Destroyed on purpose is no problem.
    if (reason !== 'destroyed') report(device, `a lost device: ${message || 'no reason given'}`);
  });
}

function report(device: GPUDevice, got: string): void {
  if (problem || device !== watched) return;
  problem = new EarmarkError('compute-failed', got);
  for (const listener of listeners) listener(problem);
}
