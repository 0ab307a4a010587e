// Decodes MP3, Ogg, FLAC and M4A/AAC with the browser's WebCodecs, in workers or on the page.
// In Node there is no decoder: everything here ends in `codec-unsupported`.

import { AudioSampleSink, type AudioSample, type InputAudioTrack } from 'mediabunny';
import type { Waveform } from '../core/audio-types';
import { EarmarkError } from '../core/errors';
import type { AudioStream, DecodedAudio, DecodeOptions } from './decoded-audio';
import {
  judgeEnd,
  withMediaFile,
  type CompressedContainer,
  type MediaFile,
  type MediaSource,
} from './media-file';
import { averagePlanes, checkDuration, joinBlocks } from './mono';
import { centreExcerpt, type SecondsRange } from './windows';

/** Decoding starts this much before an excerpt, because codecs need a few packets to settle. */
const PREROLL_SECONDS = 0.25;

export async function decodeCompressed(
  blob: Blob,
  container: CompressedContainer,
  { excerptSeconds = Infinity, signal }: DecodeOptions,
): Promise<DecodedAudio> {
  return withMediaFile({ blob, container, signal }, async (file) => {
    const { info, notes } = file;
    const range = centreExcerpt(info.durationSeconds, excerptSeconds);
    const rangeSeconds = range.endSeconds - range.startSeconds;
    const blocks = await openBlocks(file, range, signal);
    const waveform = await joinBlocks(blocks, {
      sampleRate: info.sampleRate,
      expectedSamples: rangeSeconds * info.sampleRate,
    });
    const endNotes = judgeEnd(rangeSeconds, waveform.samples.length / waveform.sampleRate);
    // Some codecs decode at another rate than their header says (HE-AAC at twice, Opus always at 48 kHz).
    const heard = { ...info, sampleRate: waveform.sampleRate };
    return { waveform, info: heard, notes: notes.length > 0 ? notes : endNotes };
  });
}

/** The whole file as a stream, which throws `file-truncated` at its end if too much is missing. */
export async function streamCompressed<Result>(
  source: MediaSource,
  use: (stream: AudioStream) => Promise<Result>,
): Promise<Result> {
  return withMediaFile(source, async (file) => {
    const { info } = file;
    const range = { startSeconds: 0, endSeconds: info.durationSeconds };
    const blocks = await openBlocks(file, range, source.signal);
    return use({ info, blocks: judged(blocks, info.durationSeconds) });
  });
}

async function* judged(
  blocks: AsyncIterable<Waveform>,
  expectedSeconds: number,
): AsyncGenerator<Waveform> {
  let seconds = 0;
  for await (const block of blocks) {
    seconds += block.samples.length / block.sampleRate;
    yield block;
  }
  judgeEnd(expectedSeconds, seconds);
}

async function openBlocks(
  { track, info }: MediaFile,
  range: SecondsRange,
  signal: AbortSignal | undefined,
): Promise<AsyncGenerator<Waveform>> {
  if (!(await track.canDecode())) throw new EarmarkError('codec-unsupported', info.format);
  checkDuration(range.endSeconds - range.startSeconds);
  return decodeBlocks(track, range, signal);
}

/** The mean of the channels; throws `audio-too-long` where a header has lied. */
async function* decodeBlocks(
  track: InputAudioTrack,
  { startSeconds, endSeconds }: SecondsRange,
  signal: AbortSignal | undefined,
): AsyncGenerator<Waveform> {
  let sampleRate: number | null = null;
  /** Frame of the recording that the next sample block begins at. */
  let position = 0;
  const from = startSeconds > 0 ? Math.max(0, startSeconds - PREROLL_SECONDS) : undefined;
  for await (const block of new AudioSampleSink(track).samples(from)) {
    try {
      signal?.throwIfAborted();
      const rate = block.sampleRate;
      if (sampleRate === null) {
        sampleRate = rate;
        position = Math.round(block.timestamp * rate);
      } else if (rate !== sampleRate) {
        const got = `a sample rate that changes from ${sampleRate} to ${rate} Hz`;
        throw new EarmarkError('file-damaged', got);
      }
      // Blocks are joined by their lengths: timestamps are rounded. What lies outside is preroll or codec padding.
      const first = Math.max(0, Math.round(startSeconds * rate) - position);
      const last = Math.min(block.numberOfFrames, Math.round(endSeconds * rate) - position);
      if (first < last) {
        yield { samples: averagePlanes(planesOf(block), first, last), sampleRate: rate };
      }
      position += block.numberOfFrames;
      if (position >= endSeconds * rate) break;
    } finally {
      block.close();
    }
  }
}

/** The channels of a block, each of length numberOfFrames. */
function planesOf(block: AudioSample): Float32Array[] {
  return Array.from({ length: block.numberOfChannels }, (_, planeIndex) => {
    const plane = new Float32Array(block.numberOfFrames);
    block.copyTo(plane, { planeIndex, format: 'f32-planar' });
    return plane;
  });
}
