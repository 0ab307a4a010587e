// One file through the feature pool: a worker that dies or never ends is replaced and the file tried once more; what
// the worker cannot decode, the page's own decoder tries.

import { transfer } from 'comlink';
import { averagePlanes } from '$lib/audio/mono';
import { channelsText, secondsText } from '$lib/audio/quantities';
import { centreExcerpt } from '$lib/audio/windows';
import type { AudioInfo, Waveform } from '$lib/core/audio-types';
import { EarmarkError } from '$lib/core/errors';
import type { Variant } from '$lib/core/variant';
import { ANALYSIS_SECONDS, type AnalysedFile, type DecodedPcm } from '$lib/features/analyse-file';
import type { ExtractorId } from '$lib/features/registry';
import type { FeatureWorkerApi } from '$lib/rpc/interfaces';
import type { WorkerPool } from '$lib/rpc/worker-pool';

type FeaturePool = WorkerPool<FeatureWorkerApi>;

/** For all extractors over one excerpt or one variant of it. */
const PASS_LIMIT_SECONDS = 120;
const SLOWEST_BYTES_PER_SECOND = 500_000;
/** What the page decodes it holds whole, as floats: this is 460 MB at 48 kHz. */
const MAX_PAGE_CHANNEL_SECONDS = 2 * 20 * 60;

export interface AnalyseBlobOptions {
  readonly pool: FeaturePool;
  readonly file: Blob;
  readonly extractors: readonly ExtractorId[];
  /** Augmented versions to extract as well. */
  readonly variants?: readonly Variant[];
  readonly signal: AbortSignal;
  /** A worker that takes longer is lost; enough for a slow machine without it. */
  readonly limitSeconds?: number;
}

export async function analyseBlob(options: AnalyseBlobOptions): Promise<AnalysedFile> {
  const { pool, file, extractors, variants = [], signal } = options;
  const seconds = options.limitSeconds ?? limitSeconds(file.size, 1 + variants.length);
  // A second try decodes again: the PCM of the first one went with its worker.
  return retryOnce(signal, () =>
    withPageDecoder({ pool, file, excerptSeconds: ANALYSIS_SECONDS }, (pcm) =>
      pool.run((api) => api.analyse(moved({ file, extractors, pcm, variants }), signal), {
        seconds,
        signal,
      }),
    ),
  );
}

/**
 * For reading and decoding a file, and extracting from so many excerpts of it. Far more than a slow phone needs: only an analysis that will never end takes longer. Reading and decoding grow with the
 * bytes; what is extracted is as long for every file.
 */
export function limitSeconds(bytes: number, passes: number): number {
  return passes * PASS_LIMIT_SECONDS + bytes / SLOWEST_BYTES_PER_SECOND;
}

export interface PageDecoderOptions {
  readonly pool: FeaturePool;
  readonly file: Blob;
  /** Only the middle of this length is wanted; everything without it. */
  readonly excerptSeconds?: number;
}

/**
 * Runs `task` without PCM first; where the worker cannot decode, again with what the page decoded.
 * @throws EarmarkError `audio-too-long-here` for more than the page can hold, or what the task throws
 */
export async function withPageDecoder<Result>(
  options: PageDecoderOptions,
  task: (pcm: DecodedPcm | null) => Promise<Result>,
): Promise<Result> {
  try {
    return await task(null);
  } catch (error) {
    if (!(error instanceof EarmarkError) || error.code !== 'codec-unsupported') throw error;
    return task(await decodeOnPage(options, error));
  }
}

async function decodeOnPage(
  { pool, file, excerptSeconds = Infinity }: PageDecoderOptions,
  refusal: EarmarkError,
): Promise<DecodedPcm> {
  const refuse = (cause: unknown): never => {
    throw new EarmarkError('codec-unsupported', refusal.got, { cause });
  };
  const probing = pool.run((api) => api.probe(file), { seconds: PASS_LIMIT_SECONDS });
  const info = await probing.catch(refuse);
  checkFitsPage(info);
  const { samples, sampleRate } = await decodeMono(file, info, excerptSeconds).catch(refuse);
  return { channels: [samples], sampleRate, info };
}

function checkFitsPage({ durationSeconds, channels }: AudioInfo): void {
  if (durationSeconds * Math.max(2, channels) <= MAX_PAGE_CHANNEL_SECONDS) return;
  const of = channels > 2 ? ` of ${channelsText(channels)}` : '';
  throw new EarmarkError('audio-too-long-here', `${secondsText(durationSeconds)}${of}`);
}

/** Mixed here, so that beside the browser's own buffer no more is held than what the worker gets. */
async function decodeMono(
  file: Blob,
  { sampleRate, durationSeconds }: AudioInfo,
  excerptSeconds: number,
): Promise<Waveform> {
  // A context of the file's own rate: `decodeAudioData` would resample to any other.
  const context = new OfflineAudioContext(1, 1, sampleRate);
  const buffer = await context.decodeAudioData(await file.arrayBuffer());
  const planes = Array.from({ length: buffer.numberOfChannels }, (_, channel) =>
    buffer.getChannelData(channel),
  );
  const heldSeconds = Math.min(durationSeconds, buffer.duration); // the rest is codec padding
  const { startSeconds, endSeconds } = centreExcerpt(heldSeconds, excerptSeconds);
  const start = Math.round(startSeconds * buffer.sampleRate);
  const end = Math.round(endSeconds * buffer.sampleRate);
  return { samples: averagePlanes(planes, start, end), sampleRate: buffer.sampleRate };
}

/** The request with its PCM moved to the worker instead of copied. */
export function moved<Request extends { readonly pcm: DecodedPcm | null }>(
  request: Request,
): Request {
  const channels = request.pcm?.channels ?? [];
  return transfer(request, [...new Set(channels.map((channel) => channel.buffer))]);
}

/** A worker can be lost to another cause than its file; a file that loses two is at fault. */
async function retryOnce<Result>(
  signal: AbortSignal,
  task: () => Promise<Result>,
): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    if (!isLostWorker(error) || signal.aborted) throw error;
    return task();
  }
}

function isLostWorker(error: unknown): boolean {
  return (
    error instanceof EarmarkError &&
    (error.code === 'worker-died' || error.code === 'analysis-timeout')
  );
}
