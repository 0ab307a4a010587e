// Changes the sample rate: rational polyphase resampling with a Kaiser-windowed sinc. No delay: output sample m lies at
// input time m · down / up. Aliases are 80 dB down; flat within 0.001 dB up to 0.9 of the lower Nyquist frequency.

import type { Waveform } from '../core/audio-types';
import { ResampleKernel } from './kernels/resample-kernel';
import { designLowpass, rationalRatio, type Ratio } from './lowpass';

/** The waveform at `sampleRate` Hz, ceil(n · up / down) samples; the signal counts as 0 outside its ends. */
export function resample(waveform: Waveform, sampleRate: number): Waveform {
  if (waveform.sampleRate === sampleRate) return waveform;
  const ratio = rationalRatio(Math.round(waveform.sampleRate), Math.round(sampleRate));
  const { samples } = waveform;
  const output = new Float32Array(Math.ceil((samples.length * ratio.up) / ratio.down));
  const { kernel, reach } = filterOf(ratio);
  kernel.filter(samples, reach, output);
  return { samples: output, sampleRate };
}

interface Filter extends Ratio {
  readonly kernel: ResampleKernel;
  /** Output r uses input samples from floor(r · down / up) − reach on. */
  readonly reach: number;
}

let lastFilter: Filter | null = null;

/** The low-pass sorted by output phase; the last one is kept, because a folder of files mostly has one rate. */
function filterOf(ratio: Ratio): Filter {
  const { up, down } = ratio;
  if (lastFilter?.up === up && lastFilter.down === down) return lastFilter;
  const lowpass = designLowpass(ratio);
  const half = (lowpass.length - 1) / 2;
  const reach = Math.ceil(half / up);
  const numTaps = 4 * Math.ceil((2 * reach + 1) / 4);
  const taps = new Float32Array(up * numTaps);
  for (let r = 0; r < up; r++) {
    const phase = (r * down) % up;
    for (let k = 0; k < numTaps; k++) {
      taps[r * numTaps + k] = up * (lowpass[half + phase - (k - reach) * up] ?? 0);
    }
  }
  lastFilter = { up, down, reach, kernel: new ResampleKernel({ up, down, numTaps, taps }) };
  return lastFilter;
}
