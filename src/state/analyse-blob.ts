// One file through the feature pool: a worker that dies or never ends is replaced and the file tried once more; what
// the worker cannot decode, the page's own decoder tries.

import { transfer } from 'comlink';
import { EarmarkError, toEarmarkError } from '$lib/core/errors';
import type { Variant } from '$lib/core/variant';
import type { AnalysedFile, DecodedPcm } from '$lib/features/analyse-file';
import type { ExtractorId } from '$lib/features/registry';
import type { AnalyseRequest, FeatureWorkerApi } from '$lib/rpc/interfaces';
import type { WorkerPool } from '$lib/rpc/worker-pool';

type FeaturePool = WorkerPool<FeatureWorkerApi>;

/** For all extractors over one excerpt or one variant of it. */
const PASS_LIMIT_SECONDS = 120;
const SLOWEST_BYTES_PER_SECOND = 500_000;

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
    withPageDecoder(pool, file, (pcm) =>
      pool.run((api) => api.analyse(moved({ file, extractors, pcm, variants }), signal), {
        seconds,
        signal,
      }),
    ),
  );
}

/**
 * Far more than a slow phone needs: only an analysis that will never end takes longer. Reading and decoding grow with the
 * bytes; what is extracted is as long for every file.
 */
function limitSeconds(bytes: number, passes: number): number {
  return passes * PASS_LIMIT_SECONDS + bytes / SLOWEST_BYTES_PER_SECOND;
}

/** Runs `task` without PCM first; where the worker cannot decode, again with what the page decoded. */
export async function withPageDecoder<Result>(
  pool: FeaturePool,
  file: Blob,
  task: (pcm: DecodedPcm | null) => Promise<Result>,
): Promise<Result> {
  try {
    return await task(null);
  } catch (error) {
    if (!(error instanceof EarmarkError) || error.code !== 'codec-unsupported') throw error;
    return task(await decodeOnPage(pool, file, error));
  }
}

async function decodeOnPage(
  pool: FeaturePool,
  file: Blob,
  refusal: EarmarkError,
): Promise<DecodedPcm> {
  try {
    const info = await pool.run((api) => api.probe(file), { seconds: PASS_LIMIT_SECONDS });
    // A context of the file's own rate: `decodeAudioData` would resample to any other.
    const context = new OfflineAudioContext(1, 1, info.sampleRate);
    const buffer = await context.decodeAudioData(await file.arrayBuffer());
    const channels = Array.from({ length: buffer.numberOfChannels }, (_, channel) =>
      buffer.getChannelData(channel).slice(),
    );
    return { channels, sampleRate: buffer.sampleRate, info };
  } catch (error) {
    const { message } = toEarmarkError(error);
    throw new EarmarkError('codec-unsupported', refusal.got, { cause: message });
  }
}

function moved(request: AnalyseRequest): AnalyseRequest {
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
