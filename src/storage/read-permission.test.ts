import { expect, it, vi } from 'vitest';
import { ReadPermission, type AskableHandle } from './read-permission';

/** A folder's handles share what the browser says; its question is answered by hand. */
function folder(state: PermissionState = 'prompt') {
  let answer: (state: PermissionState) => void = () => undefined;
  const request = vi.fn(
    () =>
      new Promise<PermissionState>((resolve) => {
        answer = (next) => {
          state = next;
          resolve(next);
        };
      }),
  );
  const handle = (): AskableHandle => ({
    queryPermission: () => Promise.resolve(state),
    requestPermission: request,
  });
  return { handle, request, answer: (next: PermissionState) => answer(next) };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

it('looks without asking', async () => {
  const { handle, request } = folder();
  const permission = new ReadPermission();
  expect(await permission.isGranted(handle())).toBe(false);
  expect(await permission.isGranted({})).toBe(true);
  expect(request).not.toHaveBeenCalled();
});

it('asks once for many clips, and tells while it does', async () => {
  const { handle, request, answer } = folder();
  const permission = new ReadPermission();
  const told: boolean[] = [];
  permission.onAsking = (asking) => told.push(asking);
  const clips = [1, 2, 3].map(() => permission.obtain(handle()));
  await settle();
  expect(told).toEqual([true]);
  answer('granted');
  expect(await Promise.all(clips)).toEqual([true, true, true]);
  expect(request).toHaveBeenCalledOnce();
  expect(told).toEqual([true, false]);
});

it('lets a refusal answer for the clips after it, but asks again when told to', async () => {
  let now = 0;
  const { handle, request, answer } = folder();
  const permission = new ReadPermission(() => now);
  const clips = [1, 2].map(() => permission.obtain(handle()));
  await settle();
  answer('prompt');
  expect(await Promise.all(clips)).toEqual([false, false]);
  expect(await permission.obtain(handle())).toBe(false);
  expect(request).toHaveBeenCalledOnce();

  const again = permission.ask(handle());
  await settle();
  answer('denied');
  expect(await again).toBe(false);
  now = 60_000;
  const later = permission.obtain(handle());
  await settle();
  answer('granted');
  expect(await later).toBe(true);
  expect(request).toHaveBeenCalledTimes(3);
});

it('takes a browser that may not ask for a refusal', async () => {
  const permission = new ReadPermission();
  const handle: AskableHandle = {
    queryPermission: () => Promise.resolve('prompt'),
    requestPermission: () => Promise.reject(new DOMException('no press', 'SecurityError')),
  };
  expect(await permission.obtain(handle)).toBe(false);
});
