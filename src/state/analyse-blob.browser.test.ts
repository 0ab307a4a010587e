// Files that kill a worker or never let it end: each is tried once more, then set aside, and no other file suffers.

import { clear } from 'idb-keyval';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Dataset } from '$lib/core/dataset-types';
import { importClips } from '$lib/datasets/import-clips';
import type { FeatureWorkerApi } from '$lib/rpc/interfaces';
import { WorkerPool } from '$lib/rpc/worker-pool';
import { EarmarkError } from '$lib/core/errors';
import type { DecodedPcm } from '$lib/features/analyse-file';
import { encodeWav } from '$lib/audio/wav-encode';
import { analyseBlob, withPageDecoder } from './analyse-blob';

const LIMIT_SECONDS = 2;
const EMPTY: Dataset = {
  version: 1,
  id: 'library',
  title: 'My music',
  synthetic: false,
  clips: [],
  quarantined: [],
  notes: [],
};

let pool: WorkerPool<FeatureWorkerApi>;
let started = 0;

beforeEach(async () => {
  await clear();
  started = 0;
  pool = new WorkerPool<FeatureWorkerApi>(
    (name) => {
      started++;
      const url = new URL('../../test/workers/poison-worker.ts', import.meta.url);
      return new Worker(url, { type: 'module', name });
    },
    { size: 2 },
  );
});
afterEach(() => pool.dispose());

const analyse = (text: string, signal = new AbortController().signal) =>
  analyseBlob({
    pool,
    file: new Blob([text]),
    extractors: [],
    signal,
    limitSeconds: LIMIT_SECONDS,
  });

it('gives a file that cost a worker a second chance', async () => {
  const [died, hung] = await Promise.all([analyse('die once'), analyse('hang once')]);
  expect([died.audio?.format, hung.audio.format]).toEqual(['2', '2']);
  expect(started).toBe(4);
});

it('tells a file that always kills from one that never ends', async () => {
  await expect(analyse('die')).rejects.toMatchObject({ code: 'worker-died' });
  await expect(analyse('hang')).rejects.toMatchObject({
    code: 'analysis-timeout',
    got: `none after ${LIMIT_SECONDS} seconds`,
  });
  expect((await analyse('fine')).audio.format).toBe('1');
});

it('sets such files aside by name while the others go on, each in one try', async () => {
  const texts = ['fine 1', 'die', 'fine 2', 'hang', 'fine 3', 'die once', 'fine 4', 'fine 5'];
  const { dataset, done, failure } = await importClips({
    items: texts.map((text) => ({ path: `rock/${text}.wav`, bytes: 1, text })),
    dataset: EMPTY,
    concurrency: 3,
    analyse: ({ text }) => analyse(text),
  });
  expect([done, failure]).toEqual([texts.length, null]);
  expect(dataset.quarantined.map(({ file, code }) => [file, code]).toSorted()).toEqual([
    ['rock/die.wav', 'worker-died'],
    ['rock/hang.wav', 'analysis-timeout'],
  ]);
  const tries = dataset.clips.map(({ name, audio }) => [name, audio?.format]).toSorted();
  expect(tries).toEqual([
    ['rock/die once.wav', '2'],
    ...[1, 2, 3, 4, 5].map((n) => [`rock/fine ${n}.wav`, '1']),
  ]);
});

it('ends within seconds what hears no stop', async () => {
  const controller = new AbortController();
  const stopped = analyseBlob({
    pool,
    file: new Blob(['hang']),
    extractors: [],
    signal: controller.signal,
    limitSeconds: 60,
  });
  setTimeout(() => controller.abort(), 300);
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  expect(started).toBe(1);
}, 20_000);

describe('what only the page decodes', () => {
  const sampleRate = 44_100;
  const samples = Float32Array.from({ length: 4 * sampleRate }, (_, n) => Math.sin(n / 9) / 2);
  const wav = new Blob([encodeWav({ samples, sampleRate })]);

  /** A pool whose workers know what the file says about itself and decode nothing. */
  function decode(info: { durationSeconds: number; channels?: number }, excerptSeconds?: number) {
    const probed = { format: 'M4A AAC', sampleRate, channels: 1, ...info };
    const refusing = {
      run: (task: (api: unknown) => Promise<unknown>) =>
        task({ probe: () => Promise.resolve(probed) }),
    } as unknown as WorkerPool<FeatureWorkerApi>;
    const options = { pool: refusing, file: wav, ...(excerptSeconds && { excerptSeconds }) };
    return withPageDecoder(options, (pcm): Promise<DecodedPcm> => {
      if (!pcm) throw new EarmarkError('codec-unsupported', 'AAC');
      return Promise.resolve(pcm);
    });
  }

  it('comes mixed, whole or only its middle', async () => {
    const whole = await decode({ durationSeconds: 4 });
    expect(whole.channels.map((channel) => channel.length)).toEqual([samples.length]);
    const middle = await decode({ durationSeconds: 4 }, 1);
    expect(middle.channels[0]).toEqual(
      whole.channels[0]!.slice(1.5 * sampleRate, 2.5 * sampleRate),
    );
  });

  it.each([
    [{ durationSeconds: 1201 }, '1201.0 seconds'],
    [{ durationSeconds: 3 * 3600 }, '3 hours 0 minutes'],
    [{ durationSeconds: 500, channels: 6 }, '500.0 seconds of 6 channels'],
  ])('is refused where it would fill the memory: %o', async (info, got) => {
    await expect(decode(info)).rejects.toMatchObject({ code: 'audio-too-long-here', got });
    await expect(decode(info, 30)).rejects.toMatchObject({ code: 'audio-too-long-here' });
  });
});
