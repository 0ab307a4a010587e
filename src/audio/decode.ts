// Any audio file → mono samples at its own rate, and what the file says about itself.
// What it is comes from its bytes. Runs in workers and pages; in Node for WAV and AU.

import type { AudioInfo } from '../core/audio-types';
import { readAuLayout } from './au';
import { decodeCompressed, streamCompressed } from './compressed';
import type { AudioStream, DecodedAudio, DecodeOptions } from './decoded-audio';
import { readWavTags, withMediaFile } from './media-file';
import { joinBlocks } from './mono';
import { pcmName, readPcmBlocks, type PcmLayout } from './pcm';
import { sniffAudio } from './sniff';
import { readWavLayout } from './wav';
import { centreExcerpt } from './windows';

export type { DecodedAudio, DecodeOptions } from './decoded-audio';

/**
 * Throws `file-empty`, `file-not-audio`, `file-truncated`, `file-damaged`, `file-unreadable`, `audio-too-long`, or
 * `codec-unsupported`, after which the page can still try `decodeAudioData` at the rate that `probeAudio` tells.
 */
export async function decodeAudio(blob: Blob, options: DecodeOptions = {}): Promise<DecodedAudio> {
  options.signal?.throwIfAborted();
  const container = await sniffAudio(blob);
  if (container !== 'wav' && container !== 'au') {
    return decodeCompressed(blob, container, options);
  }
  const { layout, info } = await openPcm(blob, container);
  const { startSeconds, endSeconds } = centreExcerpt(
    info.durationSeconds,
    options.excerptSeconds ?? Infinity,
  );
  const startFrame = Math.round(startSeconds * layout.sampleRate);
  const endFrame = Math.round(endSeconds * layout.sampleRate);
  const waveform = await joinBlocks(
    readPcmBlocks(blob, layout, { startFrame, endFrame, signal: options.signal }),
    { sampleRate: layout.sampleRate, expectedSamples: endFrame - startFrame },
  );
  return { waveform, info, notes: [] };
}

/**
 * Opens the whole file as a stream, hands it to `use` and closes it; memory stays flat however long it is (at most 3
 * hours). The same errors as `decodeAudio`, some of them not before the end.
 */
export async function withAudioStream<Result>(
  blob: Blob,
  use: (stream: AudioStream) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  signal?.throwIfAborted();
  const container = await sniffAudio(blob);
  if (container !== 'wav' && container !== 'au') {
    return streamCompressed({ blob, container, signal }, use);
  }
  const { layout, info } = await openPcm(blob, container);
  const range = { startFrame: 0, endFrame: layout.numFrames, signal };
  return use({ info, blocks: readPcmBlocks(blob, layout, range) });
}

/** What the file says about itself, without decoding it; the same errors as `decodeAudio`. */
export async function probeAudio(blob: Blob): Promise<AudioInfo> {
  const container = await sniffAudio(blob);
  if (container !== 'wav' && container !== 'au') {
    return withMediaFile({ blob, container }, ({ info }) => Promise.resolve(info));
  }
  return (await openPcm(blob, container)).info;
}

async function openPcm(
  blob: Blob,
  container: 'wav' | 'au',
): Promise<{ layout: PcmLayout; info: AudioInfo }> {
  const isWav = container === 'wav';
  const layout = isWav ? await readWavLayout(blob) : await readAuLayout(blob);
  const info = {
    format: `${isWav ? 'WAV' : 'Sun AU'} ${pcmName(layout)}`,
    sampleRate: layout.sampleRate,
    channels: layout.channels,
    durationSeconds: layout.numFrames / layout.sampleRate,
    ...(isWav && (await readWavTags(blob))),
  };
  return { layout, info };
}
