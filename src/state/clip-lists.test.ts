import { describe, expect, it } from 'vitest';
import { makeClip } from '../../test/builders/clips';
import type { Dataset } from '../core/dataset-types';
import { applyLists, readClipLists } from './clip-lists';
import type { FileItem } from './file-intake';
import { NoticeState } from './notices.svelte';

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
  const { lists } = await readClipLists(items, notices);
  let saved = dataset;
  const edit = async (_: string, change: (dataset: Dataset) => Dataset): Promise<void> => {
    saved = change(saved);
  };
  saved = applyLists({ dataset, lists, notices, edit });
  const notice = notices.list.at(-1)!;
  return { listed: saved, notice, latest: () => saved };
}
const partsOf = ({ clips }: Dataset) => clips.map((clip) => clip.split);

describe('split lists', () => {
  it('mark the rows of a table, and the split is called after them', async () => {
    const { listed, notice } = await apply(ROWS, FILTERED);
    expect(partsOf(listed)).toEqual(['train', undefined, 'test']);
    expect(listed.splitName).toBe('filtered');
    expect(notice.text).toContain('“filtered” says something about 2 of 3 clips; 0 of its lines');
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

  it('of two names in one go are applied one after the other, whatever they disagree on', async () => {
    const { listed, notice } = await apply(ROWS, [...FILTERED, ...STRATIFIED]);
    expect(partsOf(listed)).toEqual([undefined, 'test', 'train']);
    expect(listed.splitName).toBe('stratified');
    expect(notice.text).toContain('replaces the split “filtered”');
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
