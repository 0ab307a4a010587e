import { describe, expect, it, vi } from 'vitest';
import { createRandom } from '../core/random';
import { essentiaDescriptorsExtractor as extractor } from './essentia-descriptors';
import type { Essentia } from './essentia-modules.js';
import { loadEssentia, withEssentia } from './essentia-runtime';

type Formula = (seconds: number) => number;

async function describeClip(formula: Formula, durationSeconds: number) {
  const { sampleRate, columns } = extractor;
  const samples = Float32Array.from({ length: durationSeconds * sampleRate }, (_, n) =>
    formula(n / sampleRate),
  );
  const values = await extractor.extract({ samples, sampleRate });
  return Object.fromEntries(columns.map(({ name }, i) => [name, values[i]!]));
}

const clicks =
  (bpm: number): Formula =>
  (t) => {
    const phase = (t + 0.7) % (60 / bpm);
    return 0.8 * Math.exp(-60 * phase) * Math.sin(2 * Math.PI * 1000 * phase);
  };

/** Triads as MIDI notes, one a second, over and over. */
const chords =
  (...triads: number[][]): Formula =>
  (t) => {
    const notes = triads[Math.floor(t) % triads.length]!;
    const tone = (note: number) => Math.sin(2 * Math.PI * 440 * 2 ** ((note - 69) / 12) * t);
    const fade = Math.min(1, 20 * (t % 1)) * Math.min(1, 20 * (1 - (t % 1)));
    return 0.2 * fade * notes.reduce((sum, note) => sum + tone(note) + 0.3 * tone(note + 12), 0);
  };

describe('essentia-descriptors', () => {
  it.each([75, 90, 120, 140])('hears %i beats per minute in a click track', async (bpm) => {
    const { tempo, tempo_variation, onset_rate } = await describeClip(clicks(bpm), 20);
    expect(Math.abs(tempo! - bpm)).toBeLessThan(2);
    expect(tempo_variation).toBeLessThan(0.1);
    expect(onset_rate).toBeCloseTo(bpm / 60, 0);
  });

  it('hears A minor in A minor, D minor, E major', async () => {
    const clip = await describeClip(
      chords([57, 60, 64], [62, 65, 69], [64, 68, 71], [57, 60, 64]),
      8,
    );
    expect(clip['key_is_minor']).toBe(1);
    expect(clip['key_fifths_cos']).toBeCloseTo(0, 5);
    expect(clip['key_fifths_sin']).toBeCloseTo(1, 5);
    expect(clip['key_strength']).toBeGreaterThan(0.6);
  });

  it('hears E♭ major in E♭, A♭, B♭', async () => {
    const clip = await describeClip(
      chords([63, 67, 70], [68, 72, 75], [70, 74, 77], [63, 67, 70]),
      8,
    );
    expect(clip['key_is_minor']).toBe(0);
    expect(clip['key_fifths_cos']).toBeCloseTo(0, 5);
    expect(clip['key_fifths_sin']).toBeCloseTo(-1, 5);
  });

  it('finds no beat in less than 3 s', async () => {
    expect(await describeClip(clicks(120), 2.5)).toMatchObject({ tempo: 0, tempo_variation: 0 });
  });

  it('finds no beat in silence', async () => {
    const silence = await describeClip(() => 0, 3);
    expect(silence).toMatchObject({ tempo: 0, tempo_variation: 0, onset_rate: 0, loudness: -100 });
  });

  it('hears how far the notes lie from concert pitch', async () => {
    const triads = [
      [60, 64, 67],
      [65, 69, 72],
      [67, 71, 74],
    ];
    for (const cents of [0, 25, -20]) {
      const detuned = triads.map((triad) => triad.map((note) => note + cents / 100));
      expect(Math.abs((await describeClip(chords(...detuned), 6))['tuning']! - cents)).toBeLessThan(
        3,
      );
    }
  });

  it('is sure of the beat of a click track, and not of noise', async () => {
    const random = createRandom(5);
    expect((await describeClip(clicks(120), 20))['tempo_confidence']).toBeGreaterThan(3.5);
    const hiss = await describeClip(() => random.next() - 0.5, 20);
    expect(hiss['tempo_confidence']).toBeLessThan(1.5);
    expect((await describeClip(clicks(120), 6))['tempo_confidence']).toBe(0);
  });

  it('measures loudness in LUFS', async () => {
    // BS.1770: a sine of 997 Hz at 0 dB in one channel is −3.01 LUFS, so 0 in both; here it has a peak of −20 dB.
    const tone = await describeClip((t) => 0.1 * Math.sin(2 * Math.PI * 997 * t), 5);
    expect(tone['integrated_loudness']).toBeCloseTo(-20, 1);
    expect(tone['loudness_range']).toBeCloseTo(0, 1);
  });

  it('frees every C++ vector, and gives back the wasm memory it used', async () => {
    const random = createRandom(3);
    const samples = Float32Array.from({ length: 9 * 44100 }, () => random.next() - 0.5);
    const extract = () => extractor.extract({ samples, sampleRate: 44100 });
    const essentia = await loadEssentia();
    const handles = watchHandles(essentia);
    for (let i = 0; i < 5; i++) await extract();
    const bytes = essentia.module.HEAPU8.length;
    for (let i = 0; i < 100; i++) await extract();
    expect(handles.made.length).toBeGreaterThan(105 * 8);
    expect(handles.made.filter((handle) => !handle.isDeleted())).toEqual([]);
    expect(essentia.module.HEAPU8.length).toBe(bytes);
    handles.stop();
  }, 240_000);

  it('frees vectors and reports an error of the project when the C++ code throws', async () => {
    let kept: { size(): number } | undefined;
    const failure = withEssentia(({ essentia, load }) => {
      const signal = load([]);
      kept = signal;
      return essentia.OnsetRate(signal);
    });
    await expect(failure).rejects.toMatchObject({ name: 'EarmarkError', code: 'unexpected' });
    expect(() => kept?.size()).toThrow(/deleted/);
  });

  it('leaves the process as it was', async () => {
    await loadEssentia();
    const listeners = [
      ...process.listeners('unhandledRejection'),
      ...process.listeners('uncaughtException'),
    ];
    expect(listeners.filter((listener) => String(listener).includes('abort('))).toEqual([]);
    expect('__dirname' in globalThis).toBe(false);
  });
});

interface Handle {
  delete(): void;
  isDeleted(): boolean;
}

/** Collects every C++ object that essentia.js hands out, wherever in a result it is. */
function watchHandles(essentia: Essentia) {
  const made: Handle[] = [];
  const collect = (result: unknown): void => {
    if (typeof result !== 'object' || result === null) return;
    if ('isDeleted' in result) made.push(result as Handle);
    else Object.values(result).forEach(collect);
  };
  const prototype = Object.getPrototypeOf(essentia) as Record<string, (...args: never[]) => object>;
  const methods = Object.keys(prototype);
  const spies = methods.map((method) => {
    const original = prototype[method]!;
    return vi.spyOn(prototype, method).mockImplementation(function (this: Essentia, ...args) {
      const result = original.apply(this, args);
      collect(result);
      return result;
    });
  });
  return { made, stop: () => spies.forEach((spy) => spy.mockRestore()) };
}
