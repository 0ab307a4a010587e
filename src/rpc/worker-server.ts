// The worker's end of a typed interface: takes the lock that tells the page it is alive, then listens.

import { expose } from 'comlink';
import { READY_MESSAGE, livenessLock } from './liveness';
import { installTransferHandlers } from './transfer';

/** Serves `api` from inside a dedicated worker whose `name` the page chose. */
export function serveWorker(api: object, workerName: string): void {
  installTransferHandlers();
  const ready = (): void => {
    expose(api);
    postMessage(READY_MESSAGE);
  };
  if (!('locks' in navigator)) {
    ready();
    return;
  }
  void navigator.locks.request(livenessLock(workerName), () => {
    ready();
    // Held for the worker's whole life: when the page gets this lock, the worker is dead.
    return new Promise<never>(() => undefined);
  });
}
