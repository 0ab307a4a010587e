// A worker made for the tests of the rpc layer: answers, fails, hangs, dies.

import { EarmarkError } from '../../src/core/errors';
import { Deliveries } from '../../src/rpc/deliveries';
import { serveWorker } from '../../src/rpc/worker-server';

let closedPorts = 0;
const close = Reflect.get(MessagePort.prototype, 'close');
MessagePort.prototype.close = function () {
  closedPorts++;
  close.call(this);
};

const api = {
  async add(a: number, b: number): Promise<number> {
    return a + b;
  },
  async fail(): Promise<never> {
    throw new EarmarkError('file-empty', '0 bytes');
  },
  async failPlainly(): Promise<never> {
    throw new TypeError('plain');
  },
  async waitForAbort(signal: AbortSignal): Promise<never> {
    return new Promise((_, reject) => {
      const stop = (): void => reject(new DOMException('stopped', 'AbortError'));
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop);
    });
  },
  /** Answers at once: the signal was for nothing. */
  async ignore(_signal: AbortSignal): Promise<void> {},
  async closedPorts(): Promise<number> {
    return closedPorts;
  },
  async report(onProgress: (fraction: number) => void): Promise<void> {
    const deliveries = new Deliveries();
    for (const fraction of [0.5, 1]) deliveries.add(onProgress(fraction));
    await deliveries.all();
  },
  async die(): Promise<never> {
    self.close();
    return new Promise<never>(() => undefined);
  },
};

export type EchoApi = typeof api;

serveWorker(api, self.name);
