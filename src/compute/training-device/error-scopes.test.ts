import { afterEach, describe, expect, it } from 'vitest';
import type { EarmarkError } from '../../core/errors';
import { watchDevice } from '../device-problems';
import { guardWork } from './error-scopes';

interface Answers {
  readonly validation?: string | Error;
  readonly memory?: string | Error;
}

/** A device whose error scopes answer what they are told to. */
function fakeDevice({ validation, memory }: Answers = {}) {
  const answers: Record<string, string | Error | undefined> = {
    validation,
    'out-of-memory': memory,
  };
  const scopes: string[] = [];
  let lose: (info: { reason: string; message: string }) => void = () => undefined;
  const lost = new Promise((resolve) => (lose = resolve));
  const device = Object.assign(new EventTarget(), {
    lost,
    pushErrorScope: (filter: string) => void scopes.push(filter),
    popErrorScope: async () => {
      const answer = answers[scopes.pop()!];
      if (answer instanceof Error) throw answer;
      return answer === undefined ? null : { message: answer };
    },
  }) as unknown as GPUDevice;
  watchDevice(device);
  return { device, scopes, lose: () => lose({ reason: 'unknown', message: 'a crash' }) };
}

const nothing = (): undefined => undefined;

async function verdictOf(answers: Answers): Promise<unknown> {
  const { result, verdict } = await guardWork(fakeDevice(answers).device, nothing, async () => 7);
  expect(result).toBe(7);
  return verdict.then(
    () => 'fine',
    (error: EarmarkError) => error.code,
  );
}

afterEach(() => watchDevice(null));

describe('the verdict on guarded work', () => {
  it('is what the scopes say', async () => {
    expect(await verdictOf({})).toBe('fine');
    expect(await verdictOf({ memory: 'no room' })).toBe('device-memory-full');
    expect(await verdictOf({ memory: 'no room', validation: 'invalid buffer' })).toBe(
      'device-memory-full',
    );
    expect(await verdictOf({ validation: 'Buffer size (5) exceeds the max buffer size' })).toBe(
      'device-memory-full',
    );
    expect(await verdictOf({ validation: 'a shader that is wrong' })).toBe('compute-failed');
  });

  it('is that of a lost device before it is one of memory', async () => {
    const { device, lose } = fakeDevice({ memory: 'no room' });
    const { verdict } = await guardWork(device, nothing, async () => {
      lose();
      await device.lost;
    });
    await expect(verdict).rejects.toMatchObject({ code: 'compute-failed' });
    expect(await verdictOf({ memory: new Error('gone') })).toBe('compute-failed');
  });

  it('leaves no scope behind, whatever is thrown', async () => {
    const { device, scopes } = fakeDevice();
    const guard = (error: unknown) =>
      guardWork(device, nothing, () => Promise.reject(error as Error));
    await expect(guard(new TypeError('a mistake'))).rejects.toThrow('a mistake');
    await expect(guard(new DOMException('stop', 'AbortError'))).rejects.toThrow('stop');
    await expect(guard(new RangeError('size (1) is too large'))).rejects.toMatchObject({
      code: 'device-memory-full',
    });
    expect(scopes).toEqual([]);
  });

  it('takes a refused upload for a lost device where there is news of that', async () => {
    const { device, lose } = fakeDevice();
    setTimeout(lose, 20);
    const guarded = guardWork(device, nothing, () => Promise.reject(new RangeError('too large')));
    await expect(guarded).rejects.toMatchObject({ code: 'compute-failed' });
  });

  it('submits what was recorded before it asks', async () => {
    const order: string[] = [];
    const { device } = fakeDevice();
    await guardWork(
      device,
      () => order.push('submit'),
      async () => order.push('work'),
    );
    expect(order).toEqual(['work', 'submit']);
  });
});
