// A log-mel spectrogram the way essentia.js is used frame by frame: window, spectrum, mel bands, a call each.

import { withEssentia } from '../../src/features/essentia-runtime';
import type { VectorFloat } from '../../src/features/essentia-modules.js';

/** The frame-wise algorithms, which Earmark itself does not use. */
interface FrameWise {
  Windowing(signal: VectorFloat, normalized: boolean, size: number): { frame: VectorFloat };
  Spectrum(frame: VectorFloat, size: number): { spectrum: VectorFloat };
  MelBands(spectrum: VectorFloat, ...settings: MelBandsSettings): { bands: VectorFloat };
}

/** In the order of essentia.js 0.1.3. */
type MelBandsSettings = readonly [
  highFrequencyBound: number,
  inputSize: number,
  log: boolean,
  lowFrequencyBound: number,
  normalize: 'unit_tri',
  numberBands: number,
  sampleRate: number,
  type: 'power',
  warpingFormula: 'slaneyMel',
  weighting: 'linear',
];

export interface LogMelSettings {
  readonly sampleRate: number;
  readonly nFft: number;
  readonly hopLength: number;
  readonly nMels: number;
}

/** Shape [numFrames][nMels] in dB; frames are not centred, so there are a few fewer than Earmark gives. */
export function essentiaLogMel(
  samples: Float32Array,
  { sampleRate, nFft, hopLength, nMels }: LogMelSettings,
): Promise<Float32Array[]> {
  const settings: MelBandsSettings = [
    ...([sampleRate / 2, nFft / 2 + 1, false, 0, 'unit_tri', nMels, sampleRate] as const),
    ...(['power', 'slaneyMel', 'linear'] as const),
  ];
  return withEssentia(({ essentia }) => {
    const frameWise = essentia as unknown as FrameWise;
    const rows: Float32Array[] = [];
    for (let start = 0; start + nFft <= samples.length; start += hopLength) {
      const signal = essentia.arrayToVector(samples.subarray(start, start + nFft));
      const { frame } = frameWise.Windowing(signal, false, nFft);
      const { spectrum } = frameWise.Spectrum(frame, nFft);
      const { bands } = frameWise.MelBands(spectrum, ...settings);
      rows.push(Float32Array.from({ length: nMels }, (_, i) => toDb(bands.get(i))));
      for (const vector of [signal, frame, spectrum, bands]) vector.delete();
    }
    return rows;
  });
}

const toDb = (power: number): number => 10 * Math.log10(Math.max(1e-10, power));
