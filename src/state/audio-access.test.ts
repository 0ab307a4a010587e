import { expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import type { AudioSources } from '../storage/audio-sources';
import { ReadPermission } from '../storage/read-permission';
import { AudioAccess } from './audio-access.svelte';

/** Sources that know one remembered folder; its question is answered with `answer`. */
function makeAccess() {
  let state: PermissionState = 'prompt';
  let answer: (next: PermissionState) => void = () => undefined;
  const handle = {
    queryPermission: () => Promise.resolve(state),
    requestPermission: () =>
      new Promise<PermissionState>((resolve) => {
        answer = (next) => resolve((state = next));
      }),
  };
  const permission = new ReadPermission();
  const sources = {
    permission,
    isLocked: async () => !(await permission.isGranted(handle)),
    unlock: () => permission.ask(handle),
  };
  const access = new AudioAccess(sources as unknown as AudioSources);
  return { access, answer: (next: PermissionState) => answer(next) };
}

const clip = makeClip({ id: 'a' });
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

it('is locked until a press, a question and a yes', async () => {
  const { access, answer } = makeAccess();
  expect(await access.isLocked(clip)).toBe(true);
  expect(access.asking).toBe(false);
  const unlocking = access.unlock(clip);
  await settle();
  expect(access.asking).toBe(true);
  answer('granted');
  expect(await unlocking).toBe(true);
  expect(access).toMatchObject({ asking: false, refused: false, grants: 1 });
  expect(await access.isLocked(clip)).toBe(false);
});

it('remembers a no, and can ask again', async () => {
  const { access, answer } = makeAccess();
  const first = access.unlock(clip);
  await settle();
  answer('denied');
  expect(await first).toBe(false);
  expect(access).toMatchObject({ asking: false, refused: true, grants: 0 });
  const second = access.unlock(clip);
  await settle();
  answer('granted');
  expect(await second).toBe(true);
  expect(access).toMatchObject({ refused: false, grants: 1 });
});
