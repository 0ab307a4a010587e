import { describe, expect, it, vi } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import type { Dataset } from '../core/dataset-types';
import { withLists } from '../datasets/imported-lists';
import { applyLists, readClipLists } from './clip-lists';
import type { FileItem } from './file-intake';
import { NoticeState } from './notices.svelte';
import type { EditDataset } from './set-aside';
import { clipsUnder, otherSplits } from './split-plan';

const ROWS: Dataset = {
  version: 1,
  id: 'table-t',
  title: 'rows of a table',
  synthetic: false,
  clips: ['blues.00000', 'blues.00001', 'rock.00000'].map((name) =>
    makeClip({ id: name, name: `${name}.wav`, genre: name.split('.')[0]!, audio: null }),
  ),
  quarantined: [],
  notes: [],
};

function text(path: string, lines: readonly string[]): FileItem {
  const file = new Blob([lines.join('\n')]);
  return { path, bytes: file.size, open: () => Promise.resolve(file), origin: null };
}

const split = (name: string, train: string[], test: string[]): FileItem[] => [
  text(`train_${name}.txt`, train),
  text(`test_${name}.txt`, test),
];
const FILTERED = split('filtered', ['blues/blues.00000.wav'], ['rock/rock.00000.wav']);
const STRATIFIED = split('stratified', ['rock/rock.00000.wav'], ['blues/blues.00001.wav']);

async function apply(dataset: Dataset, items: readonly FileItem[]) {
  const notices = new NoticeState();
  const { lists } = await readClipLists(items);
  let saved = dataset;
  const edit: EditDataset = async (_, change) => {
    saved = await change(saved);
  };
  const remake = (known: Dataset): Promise<Dataset> => Promise.resolve(known);
  const { dataset: listed, applied } = applyLists({ dataset, lists, notices, edit, remake });
  saved = listed;
  const notice = notices.list.at(-1)!;
  return { listed: saved, applied, notice, latest: () => saved };
}
const partsOf = ({ clips }: Dataset) => clips.map((clip) => clip.split);

describe('a list of labels', () => {
  const tags = text('tags.csv', [
    'file,labels',
    'blues.00000.wav,blues|slow',
    'rock.00000.wav,rock|loud|live',
  ]);
  const labelsOf = ({ clips }: Dataset) => clips.map((clip) => clip.labels);

  it('gives clips all their labels, with ways back to none and to one genre a clip', async () => {
    const { listed, notice, latest } = await apply(ROWS, [tags]);
    expect(labelsOf(listed)).toEqual([['blues', 'slow'], undefined, ['rock', 'loud', 'live']]);
    expect(notice.actions.map(({ label }) => label)).toEqual(['Undo', 'Learn one genre a clip']);
    notice.actions[1]!.run();
    await Promise.resolve();
    expect(labelsOf(latest())).toEqual([undefined, undefined, undefined]);
    expect(latest().lists?.[0]?.says[0]).toMatchObject({ genre: 'blues', labels: undefined });
  });

  it('is taken back whole', async () => {
    const { notice, latest } = await apply(ROWS, [tags]);
    notice.actions[0]!.run();
    await Promise.resolve();
    expect(labelsOf(latest())).toEqual([undefined, undefined, undefined]);
    expect(latest().lists).toEqual([]);
  });
});

describe('split lists', () => {
  it('mark the rows of a table, and the split is called after them', async () => {
    const { listed, notice, applied } = await apply(ROWS, FILTERED);
    expect(applied).toEqual([{ name: 'filtered', matched: 2, clips: 3 }]);
    expect(partsOf(listed)).toEqual(['train', undefined, 'test']);
    expect(listed.splitName).toBe('filtered');
    expect(notice.text).toContain('“filtered” says something about 2 of 3 clips.');
    expect(notice.text).not.toContain('replaces');
  });

  it('that come later replace the split that was there, with a way back', async () => {
    const before = (await apply(ROWS, FILTERED)).listed;
    const { listed, notice, latest } = await apply(before, STRATIFIED);
    expect(partsOf(listed)).toEqual([undefined, 'test', 'train']);
    expect(notice.text).toContain('replaces the split “filtered”');
    notice.actions[0]!.run();
    await Promise.resolve();
    expect(partsOf(latest())).toEqual(partsOf(before));
    expect(latest().splitName).toBe('filtered');
  });

  it('of two names in one go are applied one after the other, and each can be chosen', async () => {
    const { listed, notice } = await apply(ROWS, [...FILTERED, ...STRATIFIED]);
    expect(partsOf(listed)).toEqual([undefined, 'test', 'train']);
    expect(listed.splitName).toBe('stratified');
    expect(notice.text).toContain('replaces the split “filtered”, which can still be chosen');
    expect(otherSplits(listed)).toEqual(['filtered']);
    const clips = clipsUnder(listed, 'filtered');
    expect(partsOf({ ...listed, clips })).toEqual(['train', undefined, 'test']);
    expect(clipsUnder(listed, null)).toBe(listed.clips);
    expect(partsOf({ ...listed, clips: clipsUnder(listed, 'gone') })).toEqual(
      Array(3).fill(undefined),
    );
  });

  it('never mix two splits, also where one of them comes in parts', async () => {
    const before = (await apply(ROWS, FILTERED)).listed;
    const part = await apply(before, STRATIFIED.slice(1));
    expect(partsOf(part.listed)).toEqual([undefined, 'test', undefined]);
    expect(part.notice.text).toContain('replaces the split “filtered”');
    const whole = await apply(part.listed, STRATIFIED.slice(0, 1));
    expect(partsOf(whole.listed)).toEqual([undefined, 'test', 'train']);
    expect(whole.notice.text).not.toContain('replaces');
    expect(whole.listed.lists).toHaveLength(2);
    const other = split('filtered', ['blues/blues.00001.wav'], ['rock/rock.00000.wav']);
    expect(partsOf((await apply(before, other)).listed)).toEqual([undefined, 'train', 'test']);
  });

  it('are taken back under the roles that a table has by then, and lists that came later stay', async () => {
    const genres = text('genres.csv', ['file,genre', 'blues.00000.wav,polka']);
    const notices = new NoticeState();
    let saved = ROWS;
    const edit: EditDataset = async (_, change) => {
      saved = await change(saved);
    };
    // As if another column were the label by now.
    const remake = (known: Dataset): Promise<Dataset> => {
      const moods = ROWS.clips.map((clip) => ({ ...clip, genre: 'calm' }));
      return Promise.resolve({ ...known, clips: withLists(moods, known.lists ?? []) });
    };
    for (const items of [[genres], FILTERED]) {
      const { lists } = await readClipLists(items);
      saved = applyLists({ dataset: saved, lists, notices, edit, remake }).dataset;
    }
    expect(saved.lists?.map(({ name }) => name)).toEqual(['genres', 'filtered']);
    saved = await remake(saved);
    expect(saved.clips.map(({ genre }) => genre)).toEqual(['polka', 'calm', 'calm']);
    notices.list.at(-1)!.actions[0]!.run();
    await vi.waitFor(() => expect(saved.lists).toHaveLength(1));
    expect(saved.clips.map(({ genre }) => genre)).toEqual(['polka', 'calm', 'calm']);
  });

  it('and a list of artists speak of the same clips without disagreeing', async () => {
    const artists = text('artists.csv', ['file,artist', 'blues/blues.00000.wav,Somebody']);
    const { listed } = await apply(ROWS, [artists, ...FILTERED]);
    expect(listed.clips[0]).toMatchObject({ artist: 'Somebody', split: 'train' });
    expect(listed.splitName).toBe('filtered');
  });

  it('without clips are not lost without a word', async () => {
    const { listed, notice } = await apply({ ...ROWS, clips: [] }, FILTERED);
    expect(listed.clips).toEqual([]);
    expect(notice).toMatchObject({ level: 'warning', code: 'clip-list-applied' });
  });
});
