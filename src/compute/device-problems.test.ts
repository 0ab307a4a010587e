import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  deviceFailure,
  forgiveMemoryProblem,
  onDeviceProblem,
  throwIfDeviceFailed,
  watchDevice,
} from './device-problems';
import { endWithDevice, watchTraining } from './watch-training';

/** The two things that are heard of a device. */
function fakeDevice() {
  const events = new EventTarget();
  let lose: (info: { reason: string; message: string }) => void = () => undefined;
  const lost = new Promise<{ reason: string; message: string }>((resolve) => (lose = resolve));
  const device = Object.assign(events, { lost }) as unknown as GPUDevice;
  const refuse = (error: { message: string }) =>
    events.dispatchEvent(Object.assign(new Event('uncapturederror'), { error }));
  const misuse = (message: string) => refuse({ message });
  return {
    device,
    misuse,
    refuse,
    lose: async (info: { reason: string; message: string }) => {
      lose(info);
      await lost;
    },
  };
}

afterEach(() => watchDevice(null));

describe('problems of the device', () => {
  it('are told once, and stop the training', async () => {
    const { device, lose, misuse } = fakeDevice();
    const listener = vi.fn();
    const stop = onDeviceProblem(listener);
    watchDevice(device);
    const onStats = vi.fn();
    const onCheckpoint = vi.fn(async () => undefined);
    const readings = { gpuBytesUsed: 1, gpuBytesAllocated: 2 };
    const watched = watchTraining<object, []>({ onStats, onCheckpoint }, { read: () => readings });
    watched.onStats({});
    await watched.onCheckpoint();
    await lose({ reason: 'unknown', message: 'the driver restarted' });
    misuse('later');
    expect(listener).toHaveBeenCalledOnce();
    expect(() => watched.onStats({})).toThrow(expect.objectContaining({ code: 'compute-failed' }));
    await expect(watched.onCheckpoint()).rejects.toMatchObject({ code: 'compute-failed' });
    expect(() => throwIfDeviceFailed()).toThrow('the driver restarted');
    expect(onStats).toHaveBeenCalledExactlyOnceWith(readings);
    expect(onCheckpoint).toHaveBeenCalledOnce();
    const late = vi.fn();
    onDeviceProblem(late)();
    expect(late).toHaveBeenCalledOnce();
    stop();
  });

  it('end work that would never answer, and leave work that did', async () => {
    const { device, lose } = fakeDevice();
    watchDevice(device);
    expect(await endWithDevice(Promise.resolve(1))).toBe(1);
    const work = endWithDevice(new Promise(() => undefined));
    await lose({ reason: 'unknown', message: 'unplugged' });
    await expect(work).rejects.toThrow('unplugged');
  });

  it('include what the device refuses', () => {
    const { device, misuse } = fakeDevice();
    watchDevice(device);
    misuse('buffer too large');
    expect(() => throwIfDeviceFailed()).toThrow('buffer too large');
  });

  it('that are of memory alone leave the device in use, and can be forgiven', async () => {
    class OutOfMemory extends Error {}
    vi.stubGlobal('GPUOutOfMemoryError', OutOfMemory);
    const { device, refuse, misuse } = fakeDevice();
    watchDevice(device);
    const listener = vi.fn();
    const stop = onDeviceProblem(listener);
    refuse(new OutOfMemory('no room'));
    misuse('an invalid buffer, which comes of it');
    expect(() => throwIfDeviceFailed()).toThrow(
      expect.objectContaining({ code: 'device-memory-full' }),
    );
    expect(deviceFailure()).toBeNull();
    forgiveMemoryProblem();
    expect(() => throwIfDeviceFailed()).not.toThrow();
    const work = endWithDevice(Promise.resolve(1).then(() => refuse(new OutOfMemory('once more'))));
    await expect(work).rejects.toMatchObject({ code: 'device-memory-full' });
    expect(listener).not.toHaveBeenCalled();
    stop();
    vi.unstubAllGlobals();
  });

  it('do not include those of a device that was given up', async () => {
    const { device, lose } = fakeDevice();
    watchDevice(device);
    watchDevice(null);
    await lose({ reason: 'unknown', message: '' });
    expect(() => throwIfDeviceFailed()).not.toThrow();
  });

  it('do not include a device given back on purpose', async () => {
    const { device, lose } = fakeDevice();
    watchDevice(device);
    await lose({ reason: 'destroyed', message: '' });
    expect(() => throwIfDeviceFailed()).not.toThrow();
  });
});
