import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { describe, expect, it } from 'vitest';
import { createMatrix } from '../core/matrix';
import { variantId } from '../core/variant';
import { AudioSources } from './audio-sources';
import { decodeFeature, encodeFeature, featureKey, featureStore } from './feature-store';
import { itemOfFile } from './file-items';
import { Store } from './store';
import { itemsOfZip } from './zip';
import { streamZipEntry } from './zip-entry';

describe('Store', () => {
  it('keeps rows, and names the damaged ones instead of using them', async () => {
    const writer = new Store<unknown>({ name: 'test-rows', parse: (row) => row });
    await writer.setMany([
      ['good', { version: 1 }],
      ['bad', 'nonsense'],
    ]);
    const reader = new Store<{ version: 1 }>({
      name: 'test-rows',
      parse: (row) => (typeof row === 'object' ? (row as { version: 1 }) : null),
    });
    const { rows, damaged } = await reader.all();
    expect([...rows]).toEqual([['good', { version: 1 }]]);
    expect(damaged).toEqual(['bad']);
    expect(await reader.get('bad')).toBeNull();
    expect(await reader.getMany(['good', 'absent'])).toEqual([{ version: 1 }, null]);
    await reader.deleteMany(['good', 'bad']);
    expect(await reader.keys()).toEqual([]);
  });
});

describe('featureStore', () => {
  it('keeps a spectrogram to 1/512 dB and a vector exactly', async () => {
    const data = Float32Array.from({ length: 600 }, (_, i) => -100 + i * 0.233);
    const matrix = createMatrix(100, 6, data);
    await featureStore.put('hash', 'log-mel', 1, { kind: 'matrix', matrix });
    const saved = await featureStore.get('hash', 'log-mel', 1);
    if (saved?.kind !== 'matrix') throw new Error('expected a matrix');
    const worst = Math.max(...saved.matrix.data.map((value, i) => Math.abs(value - data[i]!)));
    expect(worst).toBeLessThanOrEqual(1 / 512);
    const vector = { kind: 'vector', values: Float32Array.of(1e-9, 3.14159) } as const;
    expect(decodeFeature(encodeFeature(vector))).toEqual(vector);
  });

  it('keeps another version apart and forgets a clip whole', async () => {
    const values = Float32Array.of(1);
    await featureStore.put('a', 'timbre', 1, { kind: 'vector', values });
    expect(await featureStore.has('a', 'timbre', 1)).toBe(true);
    expect(await featureStore.has('a', 'timbre', 2)).toBe(false);
    await featureStore.deleteClips(new Set(['a']));
    expect((await featureStore.keys()).has(featureKey('a', 'timbre', 1))).toBe(false);
  });
});

describe('variants in featureStore', () => {
  const variant = { stretchRate: 1.1, pitchSemitones: -1, noiseAmplitude: 0.005, noiseSeed: 1 };
  const value = { kind: 'vector', values: Float32Array.of(1) } as const;
  const [kept, dropped] = [variantId('c1', variant), variantId('c2', variant)];

  it('are swept apart from their clips, and go with them', async () => {
    const ids = ['c1', 'c2', kept, dropped];
    for (const id of ids) await featureStore.put(id, 'timbre', 1, value);
    expect((await featureStore.clipIds()).filter((id) => /^c\d/.test(id)).sort()).toEqual([
      'c1',
      'c2',
    ]);
    const present = async (): Promise<string[]> => {
      const keys = await featureStore.keys();
      return ids.filter((id) => keys.has(featureKey(id, 'timbre', 1)));
    };
    expect(new Set(await featureStore.variantIds())).toEqual(new Set([kept, dropped]));
    await featureStore.deleteVariants(new Set([dropped]));
    expect(await present()).toEqual(['c1', 'c2', kept]);
    await featureStore.deleteClips(new Set(['c1']));
    expect(await present()).toEqual(['c2']);
    await featureStore.deleteClips(new Set(['c2']));
  });
});

describe('AudioSources', () => {
  it('opens what this visit brought, and a copy after it', async () => {
    const visit = new AudioSources();
    const file = new File(['sound'], 'a.wav');
    visit.rememberForSession('clip-a', () => Promise.resolve(file));
    expect(await (await visit.open('clip-a')).text()).toBe('sound');
    expect(await visit.withoutSaved(['clip-a'])).toEqual(['clip-a']);
    expect(await visit.keepCopies(['clip-a'], () => undefined)).toBe(1);

    const later = new AudioSources();
    expect(await (await later.open('clip-a')).text()).toBe('sound');
    expect(await later.withoutSaved(['clip-a'])).toEqual([]);
    await later.delete(['clip-a']);
    await expect(later.open('clip-a')).rejects.toMatchObject({ code: 'playback-unavailable' });
  });
});

describe('zips', () => {
  const zipOf = async (entries: Record<string, string>): Promise<File> => {
    const writer = new ZipWriter(new BlobWriter());
    for (const [name, text] of Object.entries(entries)) {
      await writer.add(name, new TextReader(text), { level: 0 }); // stored as it is
    }
    return new File([await writer.close()], 'set.zip');
  };

  it('become items that open one entry at a time', async () => {
    const zip = await zipOf({ 'rock/a.mp3': 'first', 'jazz/b.mp3': 'second' });
    const items = await itemsOfZip(itemOfFile(zip));
    expect(items.map((item) => [item.path, item.bytes])).toEqual([
      ['set/rock/a.mp3', 5],
      ['set/jazz/b.mp3', 6],
    ]);
    expect(await (await items[1]!.open()).text()).toBe('second');
  });

  it('that are cut off are named as such', async () => {
    const zip = await zipOf({ 'rock/a.mp3': 'x'.repeat(1000) });
    const half = new File([zip.slice(0, zip.size / 2)], 'set.zip');
    await expect(itemsOfZip(itemOfFile(half))).rejects.toMatchObject({ code: 'zip-unreadable' });
  });

  it('with a damaged entry fail for that entry alone', async () => {
    const zip = await zipOf({ 'a.mp3': 'aaaaaaaaaaaaaaaa', 'b.mp3': 'second' });
    const bytes = new Uint8Array(await zip.arrayBuffer());
    bytes[new TextDecoder('latin1').decode(bytes).indexOf('aaaa')]! ^= 0xff;
    const items = await itemsOfZip(itemOfFile(new File([bytes], 'set.zip')));
    await expect(items[0]!.open()).rejects.toMatchObject({ code: 'zip-unreadable' });
    expect(await (await items[1]!.open()).text()).toBe('second');
  });

  it('unpack an entry as it is read, and stop when its reader has enough', async () => {
    const text = Array.from({ length: 50_000 }, (_, i) => `line ${i}`).join('\n');
    const zip = await zipOf({ 'set/features.csv': text, 'set/b.csv': 'second' });
    const whole = streamZipEntry({ zip, entryName: 'set/features.csv' });
    expect(await new Response(whole).text()).toBe(text);
    const reader = streamZipEntry({ zip, entryName: 'set/features.csv' }).getReader();
    expect((await reader.read()).value?.length).toBeGreaterThan(0);
    await reader.cancel();
    expect(await new Response(streamZipEntry({ zip, entryName: 'set/b.csv' })).text()).toBe(
      'second',
    );
    const items = await itemsOfZip(itemOfFile(new File([zip], 'set.zip')));
    expect(await new Response(items[1]!.zipped!.stream()).text()).toBe('second');
  });

  it('name what is wrong with an entry that is unpacked as it is read', async () => {
    const zip = await zipOf({ 'a.csv': 'aaaaaaaaaaaaaaaa' });
    const absent = streamZipEntry({ zip, entryName: 'other.csv' });
    await expect(absent.getReader().read()).rejects.toMatchObject({ code: 'zip-unreadable' });
    const bytes = new Uint8Array(await zip.arrayBuffer());
    bytes[new TextDecoder('latin1').decode(bytes).indexOf('aaaa')]! ^= 0xff;
    const reader = streamZipEntry({ zip: new Blob([bytes]), entryName: 'a.csv' }).getReader();
    const readAll = async (): Promise<void> => {
      while (!(await reader.read()).done);
    };
    await expect(readAll()).rejects.toMatchObject({ code: 'zip-unreadable' });
  });
});
