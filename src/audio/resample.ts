// Changes the sample rate: rational polyphase resampling with a Kaiser-windowed sinc. No delay: output sample m lies at
// input time m · down / up. Aliases are 80 dB down; flat within 0.001 dB up to 0.9 of the lower Nyquist frequency.

import type { Waveform } from '../core/audio-types';
import { filterPolyphase, type PolyphaseBank } from './kernels/resample-kernel';
import { designLowpass, rationalRatio, type Ratio } from './lowpass';

/** The waveform at `sampleRate` Hz, ceil(n · up / down) samples; the signal counts as 0 outside its ends. */
export function resample(waveform: Waveform, sampleRate: number): Waveform {
  if (waveform.sampleRate === sampleRate) return waveform;
  const ratio = rationalRatio(Math.round(waveform.sampleRate), Math.round(sampleRate));
  const { samples } = waveform;
  const output = new Float32Array(Math.ceil((samples.length * ratio.up) / ratio.down));
  filterPolyphase(samples, bankOf(ratio), output);
  return { samples: output, sampleRate };
}

/** The banks used last, the newest at the end: a clip may be wanted at several rates, and the next one at the same. */
const banks: PolyphaseBank[] = [];
const MAX_BANKS = 4;

function bankOf({ up, down }: Ratio): PolyphaseBank {
  const at = banks.findIndex((bank) => bank.up === up && bank.down === down);
  const bank = at < 0 ? designBank({ up, down }) : banks.splice(at, 1)[0]!;
  banks.push(bank);
  if (banks.length > MAX_BANKS) banks.shift();
  return bank;
}

/** The low-pass sorted by output phase. */
function designBank({ up, down }: Ratio): PolyphaseBank {
  const lowpass = designLowpass({ up, down });
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
  return { up, down, numTaps, taps, reach };
}
