// Decodes MP3, Ogg, FLAC and M4A/AAC with the browser's WebCodecs, in workers or on the page.
// In Node there is no decoder: everything here ends in `codec-unsupported`.

import { AudioSampleSink, type AudioSample, type InputAudioTrack } from 'mediabunny';
import type { Waveform } from '../core/audio-types';
import { EarmarkError } from '../core/errors';
import type { DecodedAudio, DecodeOptions } from './decoded-audio';
import { judgeEnd, withMediaFile, type CompressedContainer } from './media-file';
import { checkDuration, MonoBuilder } from './mono';
import { centreExcerpt, type SecondsRange } from './windows';

/** Decoding starts this much before an excerpt, because codecs need a few packets to settle. */
const PREROLL_SECONDS = 0.25;

export async function decodeCompressed(
  blob: Blob,
  container: CompressedContainer,
  { excerptSeconds = Infinity, signal }: DecodeOptions,
): Promise<DecodedAudio> {
  return withMediaFile(
    blob,
    container,
    async ({ track, info, notes }) => {
      if (!(await track.canDecode())) throw new EarmarkError('codec-unsupported', info.format);
      const range = centreExcerpt(info.durationSeconds, excerptSeconds);
      const rangeSeconds = range.endSeconds - range.startSeconds;
      checkDuration(rangeSeconds);
      const waveform = await decodeRange(track, info.sampleRate, range, signal);
      const endNotes = judgeEnd(rangeSeconds, waveform.samples.length / waveform.sampleRate);
      // Some codecs decode at another rate than their header says (HE-AAC at twice, Opus always at 48 kHz).
      const heard = { ...info, sampleRate: waveform.sampleRate };
      return { waveform, info: heard, notes: notes.length > 0 ? notes : endNotes };
    },
    signal,
  );
}

async function decodeRange(
  track: InputAudioTrack,
  trackRate: number,
  { startSeconds, endSeconds }: SecondsRange,
  signal: AbortSignal | undefined,
): Promise<Waveform> {
  let builder: MonoBuilder | null = null;
  /** Frame of the recording that the next sample block begins at. */
  let position = 0;
  const from = startSeconds > 0 ? Math.max(0, startSeconds - PREROLL_SECONDS) : undefined;
  for await (const block of new AudioSampleSink(track).samples(from)) {
    try {
      signal?.throwIfAborted();
      const rate = block.sampleRate;
      if (!builder) {
        builder = new MonoBuilder(rate, (endSeconds - startSeconds) * rate);
        position = Math.round(block.timestamp * rate);
      } else if (rate !== builder.sampleRate) {
        const got = `a sample rate that changes from ${builder.sampleRate} to ${rate} Hz`;
        throw new EarmarkError('file-damaged', got);
      }
      // Blocks are joined by their lengths: timestamps are rounded. What lies outside is preroll or codec padding.
      const first = Math.max(0, Math.round(startSeconds * rate) - position);
      const last = Math.min(block.numberOfFrames, Math.round(endSeconds * rate) - position);
      if (first < last) builder.append(planesOf(block), first, last);
      position += block.numberOfFrames;
      if (position >= endSeconds * rate) break;
    } finally {
      block.close();
    }
  }
  return (builder ?? new MonoBuilder(trackRate)).toWaveform();
}

/** The channels of a block, each of length numberOfFrames. */
function planesOf(block: AudioSample): Float32Array[] {
  return Array.from({ length: block.numberOfChannels }, (_, planeIndex) => {
    const plane = new Float32Array(block.numberOfFrames);
    block.copyTo(plane, { planeIndex, format: 'f32-planar' });
    return plane;
  });
}
