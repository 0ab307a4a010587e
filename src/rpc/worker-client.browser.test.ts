import { proxy } from 'comlink';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EchoApi } from '../../test/workers/echo-worker';
import { WorkerClient } from './worker-client';
import { WorkerPool, defaultPoolSize } from './worker-pool';

const create = (name: string): Worker =>
  new Worker(new URL('../../test/workers/echo-worker.ts', import.meta.url), {
    type: 'module',
    name,
  });

describe('WorkerClient', () => {
  const client = new WorkerClient<EchoApi>(create);
  afterEach(() => client.dispose());

  it('calls across, and carries progress back', async () => {
    expect(await client.call((api) => api.add(2, 3))).toBe(5);
    const seen: number[] = [];
    await client.call((api) => api.report(proxy((fraction: number) => void seen.push(fraction))));
    expect(seen).toEqual([0.5, 1]);
  });

  it('brings a named error across with its code', async () => {
    const failure = client.call((api) => api.fail());
    await expect(failure).rejects.toMatchObject({
      name: 'EarmarkError',
      code: 'file-empty',
      got: '0 bytes',
    });
    await expect(client.call((api) => api.failPlainly())).rejects.toThrow('plain');
  });

  it('carries an abort across, before and during the call', async () => {
    const controller = new AbortController();
    const waiting = client.call((api) => api.waitForAbort(controller.signal));
    setTimeout(() => controller.abort(), 50);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await expect(client.call((api) => api.waitForAbort(AbortSignal.abort()))).rejects.toMatchObject(
      { name: 'AbortError' },
    );
  });

  it('leaves no listener and no port behind, on neither side', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    const closed = vi.spyOn(MessagePort.prototype, 'close');
    for (let i = 0; i < 50; i++) await client.call((api) => api.ignore(signal));
    const failing = client.call(async (api) => {
      await api.ignore(signal);
      await api.ignore(signal);
      throw new TypeError('on the page');
    });
    await expect(failing).rejects.toThrow('on the page');
    expect(closed).toHaveBeenCalledTimes(52);
    expect(added).toHaveBeenCalledTimes(52);
    expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(
      added.mock.calls.map(([, listener]) => listener),
    );
    vi.restoreAllMocks();
    await vi.waitFor(async () => {
      expect(await client.call((api) => api.closedPorts())).toBe(52);
    });
  });

  it('lets go of the signal when the worker dies under the call', async () => {
    const { signal } = new AbortController();
    const removed = vi.spyOn(signal, 'removeEventListener');
    const waiting = client.call((api) => api.waitForAbort(signal));
    await expect(client.call((api) => api.die())).rejects.toMatchObject({ code: 'worker-died' });
    await expect(waiting).rejects.toMatchObject({ code: 'worker-died' });
    expect(removed).toHaveBeenCalledOnce();
  });

  it('settles every open call when the worker dies, and replaces the worker', async () => {
    const waiting = client.call((api) => api.waitForAbort(new AbortController().signal));
    const dying = client.call((api) => api.die());
    await expect(dying).rejects.toMatchObject({ code: 'worker-died' });
    await expect(waiting).rejects.toMatchObject({ code: 'worker-died' });
    expect(await client.call((api) => api.add(1, 1))).toBe(2);
  });

  it('rejects with AbortError when the page ends the worker', async () => {
    const waiting = client.call((api) => api.waitForAbort(new AbortController().signal));
    await client.call((api) => api.add(1, 1));
    client.dispose();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    expect(client.running).toBe(false);
  });
});

describe('WorkerPool', () => {
  it('queues what its workers cannot take yet', async () => {
    const pool = new WorkerPool<EchoApi>(create, { size: 2 });
    const sums = await Promise.all(
      Array.from({ length: 7 }, (_, i) => pool.run((api) => api.add(i, i))),
    );
    expect(sums).toEqual([0, 2, 4, 6, 8, 10, 12]);
    pool.dispose();
  });

  it('leaves a core to the page and never exceeds eight', () => {
    expect([1, 2, 4, 9, 64].map(defaultPoolSize)).toEqual([1, 2, 3, 8, 8]);
  });
});
