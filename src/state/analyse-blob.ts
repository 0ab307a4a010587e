// One file through the feature pool: a worker that dies is replaced and the file tried once more; what
// the worker cannot decode, the page's own decoder tries.

import { transfer } from 'comlink';
import { EarmarkError, toEarmarkError } from '$lib/core/errors';
import type { AnalysedFile, DecodedPcm } from '$lib/features/analyse-file';
import type { ExtractorId } from '$lib/features/registry';
import type { AnalyseRequest, FeatureWorkerApi } from '$lib/rpc/interfaces';
import type { WorkerPool } from '$lib/rpc/worker-pool';

type FeaturePool = WorkerPool<FeatureWorkerApi>;

export interface AnalyseBlobOptions {
  readonly pool: FeaturePool;
  readonly file: Blob;
  readonly extractors: readonly ExtractorId[];
  readonly signal: AbortSignal;
}

export function analyseBlob(options: AnalyseBlobOptions): Promise<AnalysedFile> {
  const { pool, file, extractors, signal } = options;
  // A second try decodes again: the PCM of the first one went with its worker.
  return retryOnce(() =>
    withPageDecoder(pool, file, (pcm) =>
      pool.run((api) => api.analyse(moved({ file, extractors, pcm }), signal)),
    ),
  );
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
    const info = await pool.run((api) => api.probe(file));
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

async function retryOnce<Result>(task: () => Promise<Result>): Promise<Result> {
  try {
    return await task();
  } catch (error) {
    if (!(error instanceof EarmarkError) || error.code !== 'worker-died') throw error;
    return task();
  }
}
