// What a pretrained network is given of a clip: the clip at the network's sample rate, in windows, each through its front end.

import { peakLevel } from '../audio/inspect';
import { resample } from '../audio/resample';
import { spreadWindows } from '../audio/windows';
import type { Waveform } from '../core/audio-types';
import type { TensorData } from '../core/tensor-data';
import type { BackboneContract } from './contract';
import { loadFrontEnd } from './front-ends/registry';

export type Hearing = Pick<BackboneContract, 'frontEnd' | 'windowSeconds'>;

/** One input a window, at least one. @throws EarmarkError `audio-not-finite` */
export async function hearWindows(waveform: Waveform, hearing: Hearing): Promise<TensorData[]> {
  peakLevel(waveform);
  const { sampleRate, compute } = await loadFrontEnd(hearing.frontEnd);
  const { samples } =
    waveform.sampleRate === sampleRate ? waveform : resample(waveform, sampleRate);
  const ranges = spreadWindows(samples.length, sampleRate, hearing.windowSeconds);
  return ranges.map(({ start, end }) =>
    compute({ samples: samples.subarray(start, end), sampleRate }),
  );
}
