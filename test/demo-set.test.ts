// The bundled demo set: its files are what its list says, its generator still makes them bit for bit, and
// what is learned from it scores where a task is neither hopeless nor a toy.

import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Clip } from '../src/core/dataset-types';
import { makeSplit } from '../src/datasets/split';
import { runExperiment } from '../src/evaluation/run-experiment';
import { inputOfClips, type FeatureReader } from '../src/evaluation/training-input';
import { extractorsAmong, loadExtractor } from '../src/features/registry';
import { defaultsOf } from '../src/trainers/params';
import { findApproach, loadTrainer } from '../src/trainers/registry';
import { makeClip } from '../static-datasets/demo/generator/clip';
import { decodeMp3 } from '../static-datasets/demo/generator/encode';
import type { FeatureFile } from '../static-datasets/demo/generator/features';
import { featuresOf } from '../static-datasets/demo/generator/features';
import { GENRE_IDS } from '../static-datasets/demo/generator/genres/registry';
import { allPlaces, describeSet, type Manifest } from '../static-datasets/demo/generator/manifest';

const FOLDER = new URL('../static-datasets/demo/', import.meta.url);
const MAX_BYTES = 11e6;

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const read = async (file: string) => new Uint8Array(await readFile(new URL(file, FOLDER)));
const readJson = async <T>(file: string) =>
  JSON.parse(await readFile(new URL(file, FOLDER), 'utf8')) as T;

let manifest: Manifest;
beforeAll(async () => {
  manifest = await readJson<Manifest>('dataset.json');
});

describe('the list of the demo set', () => {
  it('was written by this generator', () => {
    expect(manifest).toEqual(describeSet(manifest.clips));
    expect(manifest.synthetic).toBe(true);
  });

  it('holds ten genres, each with five composers and at least 16 clips of 8 s', () => {
    expect(new Set(manifest.clips.map(({ genre }) => genre))).toEqual(new Set(GENRE_IDS));
    expect(GENRE_IDS).toHaveLength(10);
    for (const id of GENRE_IDS) {
      const clips = manifest.clips.filter(({ genre }) => genre === id);
      expect(clips.length).toBeGreaterThanOrEqual(16);
      expect(new Set(clips.map(({ artist }) => artist)).size).toBe(5);
    }
    expect(Math.min(...manifest.clips.map((clip) => clip.durationSeconds))).toBeGreaterThan(8);
  });

  it('agrees with the files, which fit the budget', async () => {
    let total = 0;
    for (const clip of manifest.clips) {
      const bytes = await read(clip.file);
      expect([clip.file, bytes.length, sha256(bytes)]).toEqual([
        clip.file,
        clip.bytes,
        clip.sha256,
      ]);
      total += bytes.length;
    }
    for (const file of ['dataset.json', 'features.json']) {
      total += (await stat(new URL(file, FOLDER))).size;
    }
    expect(total).toBeLessThan(MAX_BYTES);
    expect(new Set(manifest.clips.map((clip) => clip.sha256)).size).toBe(manifest.clips.length);
  });
});

describe('the sound of the demo set', () => {
  it('is finite, neither faint nor crushed, and as long as listed', async () => {
    for (const clip of manifest.clips) {
      const { samples, sampleRate } = await decodeMp3(await read(clip.file));
      expect(sampleRate).toBe(clip.sampleRate);
      expect(samples.length / sampleRate).toBeCloseTo(clip.durationSeconds, 2);
      let energy = 0;
      let peak = 0;
      for (const sample of samples) {
        energy += sample * sample;
        peak = Math.max(peak, Math.abs(sample));
      }
      const rmsDb = 10 * Math.log10(energy / samples.length);
      expect(rmsDb, clip.file).toBeGreaterThan(-30);
      expect(rmsDb, clip.file).toBeLessThan(-8);
      expect(peak, clip.file).toBeLessThanOrEqual(1);
    }
  });
});

describe('the generator of the demo set', () => {
  const oneAGenre = allPlaces().filter(({ index }, i) => index === Math.floor(i / 20) + 3);

  it.each(oneAGenre)('makes $genre $index again, bit for bit', async (place) => {
    const listed = manifest.clips[allPlaces().findIndex((other) => sameClip(other, place))];
    expect(sha256(await makeClip(place))).toBe(listed?.sha256);
  });

  const sameClip = (a: (typeof oneAGenre)[number], b: (typeof oneAGenre)[number]) =>
    a.genre === b.genre && a.index === b.index;
});

describe('the features of the demo set', () => {
  let file: FeatureFile;
  beforeAll(async () => {
    file = await readJson<FeatureFile>('features.json');
  });

  it.each(['timbre', 'essentia-descriptors'] as const)(
    'are those of the current %s, for every clip',
    async (id) => {
      const extractor = await loadExtractor(id);
      const { version, columns } = file.extractors[id];
      expect(version).toBe(extractor.version);
      expect(columns).toEqual(extractor.kind === 'vector' && extractor.columns.map((c) => c.name));
      for (const { sha256: clip } of manifest.clips) {
        expect(file.values[clip]?.[id]).toHaveLength(columns.length);
      }
    },
  );

  it('come out the same when computed again', async () => {
    const clip = manifest.clips[42]!;
    expect(await featuresOf(await read(clip.file))).toEqual(file.values[clip.sha256]);
  });
});

describe('the difficulty of the demo set', () => {
  const SEEDS = [1, 2, 3, 4, 5, 6];
  const SPLIT = { strategy: 'artist', testFraction: 0.2, validationFraction: 0.15 } as const;

  it('lies in its band for the quick baseline on new composers', async () => {
    const { values } = await readJson<FeatureFile>('features.json');
    const accuracies: number[] = [];
    for (const seed of SEEDS) accuracies.push(await accuracyOf('quick-baseline', values, seed));
    console.info(`demo set, quick-baseline, artist split: ${accuracies.join(', ')}`);
    for (const [i, accuracy] of accuracies.entries()) {
      expect(accuracy, `seed ${SEEDS[i]}`).toBeGreaterThanOrEqual(0.6);
      expect(accuracy, `seed ${SEEDS[i]}`).toBeLessThanOrEqual(0.97);
    }
    const mean = accuracies.reduce((sum, accuracy) => sum + accuracy, 0) / SEEDS.length;
    expect(mean).toBeGreaterThan(0.65);
    expect(mean).toBeLessThan(0.95);
  });

  async function accuracyOf(
    id: string,
    values: FeatureFile['values'],
    seed: number,
  ): Promise<number> {
    const approach = findApproach(id)!;
    const features: FeatureReader = {
      getMany: async (hashes, extractor) =>
        hashes.map((hash) => {
          const vector = values[hash]?.[extractor as keyof FeatureFile['extractors']];
          return vector ? { kind: 'vector', values: Float32Array.from(vector) } : null;
        }),
    };
    const params = defaultsOf(approach.params);
    const extractors = extractorsAmong(approach.features({ params }));
    const clips = demoClips();
    const ignore = () => undefined;
    const { evaluation } = await runExperiment({
      job: {
        config: { seed },
        classes: GENRE_IDS.toSorted(),
        clips,
        split: makeSplit(clips, SPLIT, seed),
        resumeFrom: null,
        history: [],
      },
      data: { input: (chosen) => inputOfClips(extractors, chosen, features) },
      trainer: await loadTrainer(approach.trainer),
      params,
      signal: new AbortController().signal,
      events: {
        onEpoch: ignore,
        onProgress: ignore,
        onStats: ignore,
        onNotice: ignore,
        onCheckpoint: async () => undefined,
      },
    });
    return evaluation.accuracy;
  }

  const demoClips = (): Clip[] =>
    manifest.clips.map(({ file, genre, artist, bytes, sha256: id, ...audio }) => ({
      id,
      name: file,
      genre,
      artist,
      bytes,
      audio: { ...audio, format: 'MP3' },
    }));
});
