import { describe, expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import type { Dataset } from '../core/dataset-types';
import { SetAsideState } from './set-aside';
import type { Notice, NoticeState } from './notices.svelte';

const clips = ['jazz', 'jazz', 'rock'].map((genre, i) => makeClip({ id: `${i}`, genre }));
const original: Dataset = {
  version: 1,
  id: 'library',
  title: 'My music',
  synthetic: false,
  clips,
  quarantined: [],
  notes: [],
};

describe('a genre left out', () => {
  it('leaves the dataset with its reason, and comes back by Undo', async () => {
    let dataset = original;
    const shown: Pick<Notice, 'code' | 'text' | 'actions'>[] = [];
    const work: Promise<unknown>[] = [];
    const notices = {
      show: (notice: Notice) => shown.push(notice),
      guard: (started: Promise<unknown>) => work.push(started),
    } as unknown as NoticeState;
    const setAside = new SetAsideState(notices, async (_, edit) => {
      dataset = await edit(dataset);
    });
    await setAside.leaveOut('library', [{ genre: 'rock', clips: clips.slice(2) }]);
    expect(dataset.clips).toEqual(clips.slice(0, 2));
    expect(dataset.quarantined).toEqual([
      { file: 'rock/2.wav', clip: '2', code: 'genre-left-out', got: '1 of rock' },
    ]);
    expect(shown[0]).toMatchObject({ code: 'genre-left-out', actions: [{ label: 'Undo' }] });
    expect(shown[0]!.text).toMatch(/^Left out: rock\/2\.wav\./);
    shown[0]!.actions[0]!.run();
    await Promise.all(work);
    expect(dataset).toEqual(original);
  });

  it('says nothing where there is nothing to leave out', async () => {
    const setAside = new SetAsideState({} as NoticeState, () =>
      Promise.reject(new Error('edited')),
    );
    await expect(setAside.leaveOut('library', [])).resolves.toBeUndefined();
  });
});
