// Many channels to one.

import type { Waveform } from '../core/audio-types';

/** The average of planar channels of equal length. */
export function mixToMono(channels: readonly Float32Array[], sampleRate: number): Waveform {
  const [first, ...others] = channels;
  if (!first) return { samples: new Float32Array(0), sampleRate };
  if (others.length === 0) return { samples: first, sampleRate };
  const samples = Float32Array.from(first);
  for (const channel of others) {
    for (let i = 0; i < samples.length; i++) samples[i]! += channel[i]!;
  }
  for (let i = 0; i < samples.length; i++) samples[i]! /= channels.length;
  return { samples, sampleRate };
}
