// A worker that is killed sends no event. It holds a named Web Lock while it lives; the page waits for that lock.

export const READY_MESSAGE = 'earmark-worker-ready';

export function livenessLock(workerName: string): string {
  return `earmark-alive-${workerName}`;
}
