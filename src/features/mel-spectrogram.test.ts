import { describe, expect, it } from 'vitest';
import golden from '../../test/golden/front_ends.json';
import { frontEndSignal } from '../../test/golden/front-end-signal';
import { row } from '../core/matrix';
import { melFilterBank } from './mel';
import { melSpectrogram, type LogRule, type MelSpectrogramOptions } from './mel-spectrogram';
import { hannWindow } from './framing';

const MAX_ERROR = 1e-3;
const LIBROSA_SECONDS = 0.5;

type LibrosaOptions = (typeof golden.librosa)[number]['options'];

const LOGS: Record<string, LogRule> = {
  ln: { kind: 'ln', offset: 1e-6 },
  log10: { kind: 'log10', offset: 1, gain: 10000 },
};

function fromLibrosa(theirs: LibrosaOptions): MelSpectrogramOptions {
  return {
    nFft: theirs.n_fft,
    hopLength: theirs.hop_length,
    window: hannWindow(theirs.win_length),
    padding: theirs.pad_mode === 'reflect' ? 'reflect' : 'zero',
    spectrum: theirs.power === 1 ? 'magnitude' : 'power',
    filters: melFilterBank({
      sampleRate: theirs.sr,
      nFft: theirs.n_fft,
      nMels: theirs.n_mels,
      minHz: theirs.fmin,
      maxHz: theirs.fmax,
      scale: theirs.htk ? 'htk' : 'slaney',
      norm: theirs.norm === null ? 'none' : 'slaney',
    }),
    log: LOGS[theirs.log] ?? { kind: 'db', topDb: theirs.top_db ?? Infinity },
  };
}

const BASE: MelSpectrogramOptions = {
  nFft: 512,
  hopLength: 160,
  window: hannWindow(400),
  filters: melFilterBank({ sampleRate: 16000, nFft: 512, nMels: 40 }),
  log: { kind: 'ln', offset: 1e-6 },
};

describe('melSpectrogram', () => {
  it.each(golden.librosa)('equals librosa: $name', ({ options, dims, rows }) => {
    const { samples } = frontEndSignal(options.sr, Math.floor(LIBROSA_SECONDS * options.sr));
    const mel = melSpectrogram(samples, fromLibrosa(options));
    expect([mel.rows, mel.columns]).toEqual(dims);
    for (const [frame, line] of Object.entries(rows)) {
      const ours = row(mel, Number(frame));
      line.split(' ').forEach((value, i) => {
        expect(Math.abs(ours[i]! - Number(value)), `frame ${frame}, mel ${i}`).toBeLessThan(
          MAX_ERROR,
        );
      });
    }
  });

  it('has no frames without padding where the window does not fit, and one where it just does', () => {
    const framesOf = (length: number, options: Partial<MelSpectrogramOptions> = {}): number =>
      melSpectrogram(new Float32Array(length), { ...BASE, padding: 'none', ...options }).rows;
    expect([0, 1, 399, 400, 559, 560].map((length) => framesOf(length))).toEqual([
      0, 0, 0, 1, 1, 2,
    ]);
    expect(framesOf(400, { waveformPreEmphasis: 0.97 })).toBe(0);
  });

  it('pads the shortest clips to a frame', () => {
    for (const padding of ['zero', 'reflect'] as const) {
      for (const length of [0, 1]) {
        const samples = new Float32Array(length).fill(1);
        const mel = melSpectrogram(samples, { ...BASE, padding, waveformPreEmphasis: 0.97 });
        expect(mel.rows).toBe(1);
        expect(mel.data.every((value) => Math.abs(value - Math.log(1e-6)) < 1e-6)).toBe(true);
      }
    }
  });

  it('gives silence the floor of every logarithm', () => {
    const floorOf = (log: LogRule): number =>
      melSpectrogram(new Float32Array(1), { ...BASE, log }).data[0]!;
    expect(floorOf({ kind: 'db' })).toBe(-100);
    expect(floorOf({ kind: 'db', minPower: 1e-5, topDb: 80 })).toBeCloseTo(-50, 5);
    expect(floorOf({ kind: 'ln', offset: 1 })).toBe(0);
    expect(floorOf({ kind: 'ln-floor', floor: 0.5 })).toBeCloseTo(Math.log(0.5), 6);
    expect(floorOf({ kind: 'log10', offset: 1, gain: 10000 })).toBe(0);
  });

  it('normalises last', () => {
    const { samples } = frontEndSignal(16000, 4000);
    const plain = melSpectrogram(samples, BASE).data;
    const normalisation = { subtract: -4, divide: 2 };
    const normalised = melSpectrogram(samples, { ...BASE, normalisation }).data;
    plain.forEach((value, i) => expect(normalised[i]).toBeCloseTo((value + 4) / 2, 5));
  });
});
