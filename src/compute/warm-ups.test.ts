import { describe, expect, it } from 'vitest';
import { WarmUps } from './warm-ups';

const never = new AbortController().signal;

/** Work that goes on until it is told to end, and notes what happens to it; `ends` when it is stopped, if it listens. */
function someWork(log: string[], name: string, { listens = true } = {}) {
  let end: (failure?: Error) => void = () => undefined;
  const work = (signal: AbortSignal): Promise<void> => {
    log.push(`${name} begins`);
    return new Promise<void>((resolve, reject) => {
      end = (failure) => (failure ? reject(failure) : resolve());
      const stop = () => reject(signal.reason as Error);
      if (listens) signal.addEventListener('abort', stop);
    }).finally(() => log.push(`${name} ends`));
  };
  return { key: name, signal: never, work, end: (failure?: Error) => end(failure) };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('warm-ups', () => {
  it('are done once, and again where they failed or were stopped', async () => {
    const log: string[] = [];
    const warmUps = new WarmUps();
    const a = someWork(log, 'a');
    const first = warmUps.start(a);
    expect(warmUps.start(a)).toBe(first);
    await settled();
    a.end(new TypeError('a mistake'));
    await first;
    const stop = new AbortController();
    const second = warmUps.start({ ...a, signal: stop.signal });
    await settled();
    stop.abort();
    const third = warmUps.start(a); // the second is not over yet
    await second;
    await settled();
    a.end();
    await third;
    await warmUps.start(a);
    expect(log).toEqual(Array(3).fill(['a begins', 'a ends']).flat());
  });

  it('stop the one before, and wait until it is over', async () => {
    const log: string[] = [];
    const warmUps = new WarmUps();
    const deaf = someWork(log, 'a', { listens: false });
    const [b, c] = [someWork(log, 'b'), someWork(log, 'c')];
    const all = [warmUps.start(deaf)];
    await settled();
    all.push(warmUps.start(b), warmUps.start(c));
    await settled();
    expect(log).toEqual(['a begins']);
    deaf.end();
    await settled();
    c.end();
    await Promise.all(all);
    expect(log).toEqual(['a begins', 'a ends', 'c begins', 'c ends']);
  });

  it('are not begun where nobody wants them any more', async () => {
    const log: string[] = [];
    await new WarmUps().start({ ...someWork(log, 'a'), signal: AbortSignal.abort() });
    expect(log).toEqual([]);
  });
});

describe('a training', () => {
  it('stops what is in progress, also where it was only asked for, and waits for it', async () => {
    const log: string[] = [];
    const warmUps = new WarmUps();
    const a = someWork(log, 'a', { listens: false });
    void warmUps.start(a);
    await settled();
    void warmUps.start(someWork(log, 'b'));
    const trained = warmUps.keepOut(never, async () => void log.push('training'));
    await settled();
    expect(log).toEqual(['a begins']);
    a.end();
    await trained;
    expect(log).toEqual(['a begins', 'a ends', 'training']);
  });

  it('has none beside it', async () => {
    const log: string[] = [];
    const warmUps = new WarmUps();
    const training = someWork(log, 'training');
    const trained = warmUps.keepOut(never, () => training.work(never));
    await warmUps.start(someWork(log, 'a'));
    await settled();
    training.end();
    await trained;
    const a = someWork(log, 'a');
    void warmUps.start(a);
    await settled();
    expect(log).toEqual(['training begins', 'training ends', 'a begins']);
  });

  it('hears a stop while it waits, and lets warm-ups in again', async () => {
    const log: string[] = [];
    const warmUps = new WarmUps();
    const a = someWork(log, 'a', { listens: false });
    void warmUps.start(a);
    await settled();
    const stop = new AbortController();
    const trained = warmUps.keepOut(stop.signal, async () => void log.push('training'));
    await settled();
    stop.abort();
    await expect(trained).rejects.toMatchObject({ name: 'AbortError' });
    const b = someWork(log, 'b');
    void warmUps.start(b);
    a.end();
    await settled();
    expect(log).toEqual(['a begins', 'a ends', 'b begins']);
  });
});
