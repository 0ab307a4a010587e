import { describe, expect, it } from 'vitest';
import golden from '../../test/golden/kaggle57.json';
import { GOLDEN_SIGNALS, goldenWaveform } from '../../test/golden/logmel-timbre-signals';
import { createMatrix, row } from '../core/matrix';
import { toDb } from './decibels';
import { applyFilterBank } from './filter-bank';
import { melFilterBank } from './mel';
import { countFrames } from './framing';
import { powerSpectra } from './stft';
import { estimateTempo, onsetStrength } from './tempo';

const FRAMING = { sampleRate: 22050, nFft: 2048, hopLength: 512, nMels: 128 };
const FRAMES_PER_SECOND = FRAMING.sampleRate / FRAMING.hopLength;

function strengthOf(samples: Float32Array): Float32Array {
  const filters = melFilterBank(FRAMING);
  const mel = createMatrix(countFrames(samples.length, FRAMING.hopLength), FRAMING.nMels);
  let frame = 0;
  for (const power of powerSpectra(samples, { ...FRAMING, padding: 'reflect' })) {
    applyFilterBank(filters, power, row(mel, frame++));
  }
  toDb(mel.data, 80);
  return onsetStrength(mel, 2);
}

/** A click track of `bpm`, as an onset curve. */
function clickCurve(bpm: number, seconds: number): Float32Array {
  const curve = new Float32Array(Math.round(seconds * FRAMES_PER_SECOND));
  const framesPerBeat = (60 * FRAMES_PER_SECOND) / bpm;
  for (let beat = 0; beat * framesPerBeat < curve.length; beat++) {
    curve[Math.floor(beat * framesPerBeat)] = 1;
  }
  return curve;
}

describe('onsetStrength', () => {
  it.each(GOLDEN_SIGNALS)('equals librosa with the median over the bands: %s', (name) => {
    const strength = strengthOf(goldenWaveform(name).samples);
    expect(strength).toHaveLength(golden.onsetStrength[name].length);
    golden.onsetStrength[name].forEach((value, frame) => {
      expect(Math.abs(strength[frame]! - value), `frame ${frame}`).toBeLessThan(1e-3);
    });
  });
});

describe('estimateTempo', () => {
  it.each([80, 100, 125, 160])(
    'finds a click track of %i BPM to one frame of the period',
    (bpm) => {
      const period = (60 * FRAMES_PER_SECOND) / bpm;
      const found =
        (60 * FRAMES_PER_SECOND) / estimateTempo(clickCurve(bpm, 30), FRAMES_PER_SECOND);
      expect(Math.abs(found - period)).toBeLessThanOrEqual(1);
    },
  );

  it('is 0 where nothing begins', () => {
    expect(estimateTempo(new Float32Array(100), FRAMES_PER_SECOND)).toBe(0);
    expect(estimateTempo(new Float32Array(0), FRAMES_PER_SECOND)).toBe(0);
  });

  it('stays finite on a curve shorter than its window', () => {
    expect(estimateTempo(Float32Array.of(0, 1), FRAMES_PER_SECOND)).toBeGreaterThan(0);
  });
});
