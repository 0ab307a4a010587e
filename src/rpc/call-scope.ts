// What one call across to a worker leaves behind, taken back when it settles. An AbortSignal crosses on a port of
// its own and is listened to; a thousand calls with one signal must not leave a thousand of each.

import type { Remote } from 'comlink';

/** An AbortSignal on its way to a worker: `transfer.ts` sends its port and makes a signal of it there. */
export class SentSignal {
  /** The worker's end. */
  readonly port: MessagePort;
  readonly #ownPort: MessagePort;
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    const { port1, port2 } = new MessageChannel();
    this.port = port2;
    this.#ownPort = port1;
    this.#signal = signal;
    if (signal.aborted) this.#tellAbort();
    else signal.addEventListener('abort', this.#tellAbort, { once: true });
  }

  /** The call is over: nobody listens any more, on neither side. */
  release(): void {
    this.#signal.removeEventListener('abort', this.#tellAbort);
    this.#ownPort.postMessage('settled' satisfies SignalMessage);
    this.#ownPort.close();
  }

  readonly #tellAbort = (): void => {
    this.#ownPort.postMessage('abort' satisfies SignalMessage);
  };
}

type SignalMessage = 'abort' | 'settled';

/** The worker's end of a `SentSignal`; the first message is the last. */
export function receiveSignal(port: MessagePort): AbortSignal {
  const controller = new AbortController();
  port.onmessage = ({ data }: MessageEvent<SignalMessage>) => {
    if (data === 'abort') controller.abort();
    port.close();
  };
  return controller.signal;
}

/** The signals that one call has sent. */
export class CallScope {
  readonly #sent: SentSignal[] = [];

  /** The interface, whose own methods (`api.train(…)`, not `api.part.train(…)`) send the signals they are given. */
  watch<Api>(api: Remote<Api>): Remote<Api> {
    return new Proxy(api, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]): unknown =>
          Reflect.apply(
            member,
            target,
            args.map((argument) => this.#send(argument)),
          );
      },
    });
  }

  release(): void {
    for (const signal of this.#sent.splice(0)) signal.release();
  }

  #send(argument: unknown): unknown {
    if (!(argument instanceof AbortSignal)) return argument;
    const signal = new SentSignal(argument);
    this.#sent.push(signal);
    return signal;
  }
}
