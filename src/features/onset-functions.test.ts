// Our onset functions and peak picking against essentia's own: the same beats, the same onsets.

import { describe, expect, it } from 'vitest';
import { decodeReal, gtzanPath, NO_REAL_MUSIC } from '../../test/builders/real-music';
import { resample } from '../audio/resample';
import { createRandom } from '../core/random';
import { withEssentia } from './essentia-runtime';
import { onsetFunctions } from './onset-functions';
import { pickOnsets } from './onsets';

const SAMPLE_RATE = 44100;

/** Drums on every beat, a bass note under them, hiss. */
function band(bpm: number, seconds: number): Float32Array {
  const random = createRandom(bpm);
  return Float32Array.from({ length: seconds * SAMPLE_RATE }, (_, n) => {
    const t = n / SAMPLE_RATE;
    const beat = ((t + 0.2) * bpm) / 60;
    const phase = beat % 1;
    const note = 110 * 2 ** ((Math.floor(beat) % 5) / 12);
    const drum = Math.exp(-12 * phase) * (random.next() - 0.5);
    return 0.6 * drum + 0.2 * Math.exp(-2 * phase) * Math.sin(2 * Math.PI * note * t);
  });
}

async function essentiaBeats(samples: Float32Array): Promise<number[]> {
  return withEssentia(({ essentia, load, read }) =>
    read(essentia.BeatTrackerDegara(load(samples), 208, 40).ticks),
  );
}

async function ourBeats(samples: Float32Array): Promise<number[]> {
  const { complexDomain } = onsetFunctions(samples, { nFft: 2048, hopLength: 1024 });
  return withEssentia(({ essentia, load, read }) =>
    read(essentia.TempoTapDegara(load(complexDomain), 208, 40, 'x2', SAMPLE_RATE / 1024).ticks),
  );
}

async function essentiaOnsets(samples: Float32Array): Promise<number[]> {
  return withEssentia(({ essentia, load, read }) => read(essentia.OnsetRate(load(samples)).onsets));
}

function ourOnsets(samples: Float32Array): number[] {
  const { highFrequency, complexDomain } = onsetFunctions(samples, { nFft: 1024, hopLength: 512 });
  return pickOnsets([highFrequency, complexDomain]).map((frame) => (frame * 512) / SAMPLE_RATE);
}

function expectSameTimes(ours: readonly number[], theirs: readonly number[]): void {
  expect(ours.length).toBe(theirs.length);
  ours.forEach((time, i) => expect(time).toBeCloseTo(theirs[i]!, 4));
}

async function expectSameRhythm(samples: Float32Array): Promise<void> {
  expectSameTimes(await ourBeats(samples), await essentiaBeats(samples));
  expectSameTimes(ourOnsets(samples), await essentiaOnsets(samples));
}

describe('onset functions', () => {
  it.each([72, 100, 133])("give essentia's beats and onsets at %i BPM", async (bpm) => {
    await expectSameRhythm(band(bpm, 15));
  });

  it.for(['blues.00000', 'classical.00000', 'metal.00000', 'reggae.00000'])(
    "give essentia's beats and onsets of %s",
    async (name, context) => {
      const file = gtzanPath(name);
      context.skip(file === null, NO_REAL_MUSIC);
      const { samples } = resample(await decodeReal(file!), SAMPLE_RATE);
      await expectSameRhythm(samples);
    },
  );

  it('end where essentia ends, whatever the length', () => {
    for (const length of [0, 1, 2047, 2048, 2049, 3071, 3072, 3073]) {
      const { complexDomain } = onsetFunctions(new Float32Array(length), {
        nFft: 2048,
        hopLength: 1024,
      });
      expect(complexDomain.length).toBe(length <= 2048 ? 1 : length <= 3072 ? 2 : 3);
    }
  });

  it('are zero in silence, where nothing begins', () => {
    const functions = onsetFunctions(new Float32Array(SAMPLE_RATE), { nFft: 1024, hopLength: 512 });
    for (const values of Object.values(functions)) {
      expect(values.every((value: number) => value === 0)).toBe(true);
    }
    expect(pickOnsets([functions.highFrequency, functions.complexDomain])).toEqual([]);
  });
});
