import { describe, expect, it } from 'vitest';
import type { Dataset } from '../core/dataset-types';
import { EarmarkError } from '../core/errors';
import { createRandom } from '../core/random';
import type { AnalysedFile } from '../features/analyse-file';
import { importClips, type ImportItem, type ImportOptions } from './import-clips';

const EMPTY: Dataset = {
  version: 1,
  id: 'library',
  title: 'My music',
  synthetic: false,
  clips: [],
  quarantined: [],
  notes: [],
};

interface FakeFile extends ImportItem {
  readonly content: string;
}

function fakeFiles(contents: Record<string, string>): FakeFile[] {
  return Object.entries(contents).map(([path, content]) => ({ path, content, bytes: 10 }));
}

async function analyse({ content }: FakeFile): Promise<AnalysedFile> {
  if (content === 'bad') throw new EarmarkError('audio-silent', 'silence');
  const audio = { format: 'WAV', sampleRate: 22050, channels: 1, durationSeconds: 30 };
  return { hash: `hash-${content}`, audio, notes: [], cached: content.startsWith('cached') };
}

function run(contents: Record<string, string>, options: Partial<ImportOptions<FakeFile>> = {}) {
  return importClips<FakeFile>({
    items: fakeFiles(contents),
    dataset: EMPTY,
    concurrency: 2,
    analyse,
    ...options,
  });
}

describe('importClips', () => {
  it('labels clips from their folders and lists them by name', async () => {
    const { dataset, done, total } = await run({ 'm/rock/b.mp3': '1', 'm/jazz/a.mp3': '2' });
    expect(dataset.clips.map(({ name, genre }) => [name, genre])).toEqual([
      ['m/jazz/a.mp3', 'jazz'],
      ['m/rock/b.mp3', 'rock'],
    ]);
    expect([done, total]).toEqual([2, 2]);
  });

  it('sets a bad file aside with its reason and goes on', async () => {
    const { dataset } = await run({ 'rock/a.mp3': 'bad', 'rock/b.mp3': '1', 'jazz/c.mp3': '2' });
    expect(dataset.clips).toHaveLength(2);
    expect(dataset.quarantined).toEqual([
      { file: 'rock/a.mp3', code: 'audio-silent', got: 'silence' },
    ]);
  });

  it('takes spellings of one genre together, over several imports', async () => {
    const first = await run({ 'm/blues/a.mp3': '1', 'm/blues/b.mp3': '2', 'm/jazz/c.mp3': '3' });
    const later = { 'n/Blues/d.mp3': '4', 'n/JAZZ/c.mp3': '3' };
    const { dataset } = await run(later, { dataset: first.dataset });
    expect(dataset.clips.map((clip) => clip.genre)).toEqual(['blues', 'blues', 'jazz', 'blues']);
    expect(dataset.notes.map((note) => note.code)).toEqual(['note-duplicate']);
  });

  it('tells what is wrong with a file before it asks for a genre', async () => {
    const { dataset } = await run({ 'a.mp3': 'bad', 'b.mp3': '1' });
    expect(dataset.quarantined.map((issue) => issue.code)).toEqual([
      'audio-silent',
      'label-missing',
    ]);
  });

  it('counts the same bytes once and says so', async () => {
    const { dataset } = await run(
      { 'rock/a.mp3': '1', 'rock/copy.mp3': '1', 'jazz/a.mp3': '1' },
      { concurrency: 1 },
    );
    expect(dataset.clips.map((clip) => clip.name)).toEqual(['jazz/a.mp3']);
    expect(dataset.notes).toEqual([
      { file: 'rock/a.mp3', code: 'note-label-conflict', got: 'the same bytes as jazz/a.mp3' },
      { file: 'rock/copy.mp3', code: 'note-label-conflict', got: 'the same bytes as jazz/a.mp3' },
    ]);
  });

  it('gives the same dataset whichever file is finished first', async () => {
    const contents = {
      'm/rock/ana/a.mp3': '1',
      'm/jazz/bo/b.mp3': '1',
      'm/jazz/cy/b.mp3': '1',
      'loose.mp3': '1',
      'm/rock/ana/d.mp3': 'bad',
      'm/rock/di/e.mp3': '2',
      'm/jazz/bo/e.mp3': '2',
      'lonely.mp3': '3',
      'm/rock/ana/f.mp3': 'old',
    };
    const before = await run({ 'z/rock/a.mp3': 'old', 'z/jazz/b.mp3': '4' });
    const inOrder = async (seed: number) => {
      const random = createRandom(seed);
      const told: string[] = [];
      const { dataset } = await run(contents, {
        dataset: before.dataset,
        concurrency: 9,
        analyse: async (item) => {
          for (let turns = random.integer(40); turns > 0; turns--) await Promise.resolve();
          return analyse(item);
        },
        onClip: ({ id }, { path }) => told.push(`${path} ${id}`),
      });
      return { dataset, told: told.sort() };
    };
    const { dataset, told } = await inOrder(0);
    expect(dataset.clips.map(({ name, genre, artist }) => [name, genre, artist])).toEqual([
      ['m/jazz/bo/b.mp3', 'jazz', 'bo'],
      ['m/jazz/bo/e.mp3', 'jazz', 'bo'],
      ['z/jazz/b.mp3', 'jazz', undefined],
      ['z/rock/a.mp3', 'rock', undefined],
    ]);
    expect(dataset.notes.map(({ file, code, got }) => `${file} ${code} ${got}`)).toEqual([
      'loose.mp3 note-duplicate the same bytes as m/jazz/bo/b.mp3',
      'm/jazz/cy/b.mp3 note-duplicate the same bytes as m/jazz/bo/b.mp3',
      'm/rock/ana/a.mp3 note-label-conflict the same bytes as m/jazz/bo/b.mp3',
      'm/rock/ana/f.mp3 note-duplicate the same bytes as z/rock/a.mp3',
      'm/rock/di/e.mp3 note-label-conflict the same bytes as m/jazz/bo/e.mp3',
    ]);
    expect(dataset.quarantined.map(({ file, code }) => [file, code])).toEqual([
      ['lonely.mp3', 'label-missing'],
      ['m/rock/ana/d.mp3', 'audio-silent'],
    ]);
    expect(told).toEqual([
      'loose.mp3 hash-1',
      'm/jazz/bo/b.mp3 hash-1',
      'm/jazz/bo/e.mp3 hash-2',
      'm/jazz/cy/b.mp3 hash-1',
      'm/rock/ana/a.mp3 hash-1',
      'm/rock/ana/f.mp3 hash-old',
      'm/rock/di/e.mp3 hash-2',
    ]);
    for (let seed = 1; seed <= 50; seed++) {
      expect(await inOrder(seed)).toEqual({ dataset, told });
    }
  });

  it('leaves what was there before as it is when a copy with a smaller name comes', async () => {
    const first = await run({ 'rock/b.mp3': '1' });
    const { dataset } = await run({ 'jazz/a.mp3': '1' }, { dataset: first.dataset });
    expect(dataset.clips.map(({ name, genre }) => [name, genre])).toEqual([['rock/b.mp3', 'rock']]);
    expect(dataset.notes).toEqual([
      { file: 'jazz/a.mp3', code: 'note-label-conflict', got: 'the same bytes as rock/b.mp3' },
    ]);
  });

  it('resumes: what is there stays one clip without a note', async () => {
    const first = await run({ 'rock/a.mp3': 'cached' });
    const { dataset, cached } = await run(
      { 'rock/a.mp3': 'cached', 'rock/b.mp3': '2' },
      { dataset: first.dataset },
    );
    expect(dataset.clips).toHaveLength(2);
    expect(dataset.notes).toEqual([]);
    expect(cached).toBe(1);
  });

  it('forgets that a file was set aside once it is good', async () => {
    const first = await run({ 'rock/a.mp3': 'bad' });
    const { dataset } = await run({ 'rock/a.mp3': '1' }, { dataset: first.dataset });
    expect(dataset.quarantined).toEqual([]);
  });

  it('keeps what is finished when it is stopped', async () => {
    const controller = new AbortController();
    const contents = Object.fromEntries(
      Array.from({ length: 10 }, (_, i) => [`rock/${i}.mp3`, `${i}`]),
    );
    const outcome = await run(contents, {
      concurrency: 1,
      signal: controller.signal,
      onUpdate: ({ done }) => {
        if (done === 3) controller.abort();
      },
    });
    expect(outcome).toMatchObject({ done: 3, total: 10, stopped: true });
    expect(outcome.dataset.clips).toHaveLength(3);
  });

  it.each([
    ['there is no space left', 'storage-full'],
    ['the browser cannot analyse at all', 'wasm-simd-missing'],
  ] as const)(
    'ends when %s, which is no fault of the files, and keeps what is done',
    async (_, code) => {
      const { dataset, failure } = await run(
        { 'rock/a.mp3': '1', 'rock/b.mp3': '2', 'rock/c.mp3': '3' },
        {
          concurrency: 1,
          analyse: async (item) => {
            if (item.path === 'rock/b.mp3') throw new EarmarkError(code, 'none');
            return analyse(item);
          },
        },
      );
      expect(failure?.code).toBe(code);
      expect(dataset.clips.map((clip) => clip.name)).toEqual(['rock/a.mp3']);
      expect(dataset.quarantined).toEqual([]);
    },
  );

  it('takes the genre from a list that was dropped along', async () => {
    const listed = [{ file: 'a.mp3', genre: 'blues' }];
    const { dataset } = await run({ 'a.mp3': '1' }, { listed });
    expect(dataset.clips.map((clip) => clip.genre)).toEqual(['blues']);
  });

  it('counts what says the genres', async () => {
    const contents = { 'a.mp3': '1', 'rock/b.mp3': '2', 'rock/c.mp3': 'bad', 'd.mp3': '3' };
    const listed = [{ file: 'a.mp3', genre: 'blues' }];
    const { genresFrom } = await run(contents, { listed });
    expect(genresFrom).toEqual({ folder: 1, name: 0, list: 1 });
    const flat = await run({ 'mine/blues.00001.wav': '1', 'mine/rock.00001.wav': '2' });
    expect(flat.genresFrom).toEqual({ folder: 0, name: 2, list: 0 });
  });

  it('never works on more files at a time than asked', async () => {
    let inWork = 0;
    let most = 0;
    const contents = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [`rock/${i}.mp3`, `${i}`]),
    );
    await run(contents, {
      concurrency: 3,
      analyse: async (item) => {
        most = Math.max(most, ++inWork);
        await new Promise((resolve) => setTimeout(resolve, 1));
        inWork--;
        return analyse(item);
      },
    });
    expect(most).toBe(3);
  });
});
