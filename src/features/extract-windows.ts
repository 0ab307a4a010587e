// Cuts one file into windows and extracts the features of each, for classifying it. The file is read as a stream and
// the windows go on in batches, so that an hour of music needs no more memory than a minute.

import type { AudioInfo, Waveform } from '../core/audio-types';
import type { TensorData } from '../core/tensor-data';
import { EarmarkError, isAbort, toEarmarkError } from '../core/errors';
import type { OnProgress } from '../core/progress';
import { withAudioStream } from '../audio/decode';
import type { AudioStream } from '../audio/decoded-audio';
import { AudioInspector } from '../audio/inspect';
import { mixToMono } from '../audio/mix';
import { streamWindows } from '../audio/windows';
import { extractAll } from './analyse';
import type { DecodedPcm } from './analyse-file';
import type { FeatureValue } from './extractor';
import type { ExtractorId } from './registry';

/** Enough for a model to be busy, few enough to be held several times. */
const BATCH_WINDOWS = 32;
/** Of what the page decoded, as much as a decoder's stream gives at a time, more or less. */
const BLOCK_SECONDS = 1;

export interface FileWindow {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** One value an extractor, in the order asked for. */
  readonly features: readonly FeatureValue[];
  /** What a pretrained network is to be given of it. */
  readonly heard?: readonly TensorData[];
}

export interface ExtractWindowsOptions {
  readonly file: Blob;
  readonly extractors: readonly ExtractorId[];
  readonly windowSeconds: number;
  readonly pcm: DecodedPcm | null;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
  /** Makes what a pretrained network is to be given of a window. */
  hear?(waveform: Waveform): Promise<readonly TensorData[]>;
  /** Takes the windows in order, a batch at a time; the next batch waits until it resolves. */
  onWindows(windows: readonly FileWindow[]): Promise<void> | void;
}

/** Resolves with what the file says about itself; what is wrong with it may come out after some of its windows. */
export async function extractWindows(options: ExtractWindowsOptions): Promise<AudioInfo> {
  const { file, pcm, signal } = options;
  if (file.size === 0) throw new EarmarkError('file-empty', '0 bytes');
  if (pcm) return extractFromStream(streamOf(pcm), options);
  return withAudioStream(file, (stream) => extractFromStream(stream, options), signal);
}

async function extractFromStream(
  { info, blocks }: AudioStream,
  { extractors, windowSeconds, signal, onProgress, hear, onWindows }: ExtractWindowsOptions,
): Promise<AudioInfo> {
  const inspector = new AudioInspector();
  let batch: FileWindow[] = [];
  let { sampleRate } = info;
  const sound = inspected(blocks, inspector);
  for await (const { waveform, start, end } of streamWindows(sound, windowSeconds)) {
    signal?.throwIfAborted();
    ({ sampleRate } = waveform);
    const endSeconds = end / sampleRate;
    try {
      const features = [...(await extractAll(waveform, extractors)).values()];
      const heard = await hear?.(waveform);
      batch.push({
        startSeconds: start / sampleRate,
        endSeconds,
        features,
        ...(heard && { heard }),
      });
      if (batch.length === BATCH_WINDOWS) {
        await onWindows(batch);
        batch = [];
      }
    } catch (error) {
      // Not the file's fault: it must not be taken for one where the file is read.
      throw isAbort(error) ? error : toEarmarkError(error);
    }
    onProgress?.(Math.min(1, endSeconds / info.durationSeconds));
  }
  const heard = { ...info, sampleRate };
  inspector.finish(heard);
  if (batch.length > 0) await onWindows(batch);
  return heard;
}

/** Before they are cut, so that what is wrong with the first block is told before any window is made. */
async function* inspected(
  blocks: AsyncIterable<Waveform>,
  inspector: AudioInspector,
): AsyncGenerator<Waveform> {
  for await (const block of blocks) {
    inspector.add(block);
    yield block;
  }
}

/** What the page decoded, mixed block by block: its mix is never held whole. */
function streamOf({ channels, sampleRate, info }: DecodedPcm): AudioStream {
  const size = Math.max(1, Math.round(BLOCK_SECONDS * sampleRate));
  const numSamples = channels[0]?.length ?? 0;
  async function* blocks() {
    for (let start = 0; start < numSamples; start += size) {
      const block = channels.map((channel) => channel.subarray(start, start + size));
      yield mixToMono(block, sampleRate);
    }
  }
  return { info, blocks: blocks() };
}
