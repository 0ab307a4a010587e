// From a file's bytes to cached features: hash, look up, and only where something is missing decode,
// check, resample, extract and keep. Runs inside the feature workers; the cache is handed in.

import type { AudioInfo, Waveform } from '../core/audio-types';
import { EarmarkError, type ErrorRecord } from '../core/errors';
import { hashBlob } from '../core/hash';
import { variantId, type Variant } from '../core/variant';
import { augment } from '../audio/augment';
import { decodeAudio, type DecodedAudio } from '../audio/decode';
import { inspectWaveform } from '../audio/inspect';
import { mixToMono } from '../audio/mix';
import { centreExcerpt } from '../audio/windows';
import { extractAll } from './analyse';
import type { FeatureExtractor, FeatureValue } from './extractor';
import { loadExtractor, type ExtractorId } from './registry';

/** Features describe the middle of a recording, as in GTZAN and FMA's clips: every song costs the same. */
export const ANALYSIS_SECONDS = 30;

/** PCM that the page decoded because the worker could not: the whole recording, or the middle that is analysed. */
export interface DecodedPcm {
  readonly channels: readonly Float32Array[];
  /** Hz. */
  readonly sampleRate: number;
  readonly info: AudioInfo;
}

export interface AnalysedAudio {
  readonly audio: AudioInfo;
  /** Reasons to note; the file is used all the same. */
  readonly notes: readonly ErrorRecord[];
}

export interface AnalysedFile extends AnalysedAudio {
  /** SHA-256 of the bytes, hex. */
  readonly hash: string;
  /** True when every feature was there already and nothing was computed. */
  readonly cached: boolean;
}

/** Where features are kept, by content hash (or the id of a variant of it) + extractor id + version. */
export interface FeatureCache {
  has(hash: string, extractor: string, version: number): Promise<boolean>;
  get(hash: string, extractor: string, version: number): Promise<FeatureValue | null>;
  put(hash: string, extractor: string, version: number, value: FeatureValue): Promise<void>;
  getAudio(hash: string): Promise<AnalysedAudio | null>;
  putAudio(hash: string, audio: AnalysedAudio): Promise<void>;
}

export interface AnalyseFileOptions {
  readonly file: Blob;
  readonly extractors: readonly ExtractorId[];
  readonly pcm: DecodedPcm | null;
  readonly cache: FeatureCache;
  /** Augmented versions to extract as well, each kept under its own id beside the original. */
  readonly variants?: readonly Variant[];
  readonly signal?: AbortSignal;
}

export async function analyseFile(options: AnalyseFileOptions): Promise<AnalysedFile> {
  const { file, cache, signal } = options;
  if (file.size === 0) throw new EarmarkError('file-empty', '0 bytes');
  const hash = await hashBlob(file, signal);
  const known = await cache.getAudio(hash);
  const missing = await missingFeatures(hash, options);
  if (known && missing.length === 0) return { ...known, hash, cached: true };

  const decoded = await decodeExcerpt(file, options.pcm, signal);
  const notes = [...decoded.notes, ...inspectWaveform(decoded.waveform, decoded.info)];
  for (const { id, variant, extractors } of missing) {
    signal?.throwIfAborted();
    const waveform = variant ? await augment(decoded.waveform, variant) : decoded.waveform;
    const values = await extractAll(
      waveform,
      extractors.map((extractor) => extractor.id as ExtractorId),
    );
    for (const extractor of extractors) {
      const value = values.get(extractor.id as ExtractorId);
      if (value) await cache.put(id, extractor.id, extractor.version, value);
    }
  }
  const analysed: AnalysedAudio = { audio: decoded.info, notes };
  await cache.putAudio(hash, analysed);
  return { ...analysed, hash, cached: false };
}

interface MissingFeatures {
  /** What they are kept under. */
  readonly id: string;
  /** Null for the clip as it is. */
  readonly variant: Variant | null;
  /** At least one. */
  readonly extractors: readonly FeatureExtractor[];
}

async function missingFeatures(
  hash: string,
  { extractors: ids, cache, variants = [] }: AnalyseFileOptions,
): Promise<MissingFeatures[]> {
  const wanted = await Promise.all(ids.map(loadExtractor));
  const missing: MissingFeatures[] = [];
  for (const variant of [null, ...variants]) {
    const id = variant ? variantId(hash, variant) : hash;
    const extractors: FeatureExtractor[] = [];
    for (const extractor of wanted) {
      if (!(await cache.has(id, extractor.id, extractor.version))) extractors.push(extractor);
    }
    if (extractors.length > 0) missing.push({ id, variant, extractors });
  }
  return missing;
}

export async function decodeExcerpt(
  file: Blob,
  pcm: DecodedPcm | null,
  signal: AbortSignal | undefined,
): Promise<DecodedAudio> {
  if (!pcm) {
    return decodeAudio(file, { excerptSeconds: ANALYSIS_SECONDS, ...(signal && { signal }) });
  }
  return { waveform: middleOf(pcm), info: pcm.info, notes: [] };
}

/** Cut before it is mixed, and by its own length: it may be no more than the middle already. */
function middleOf({ channels, sampleRate }: DecodedPcm): Waveform {
  const heldSeconds = (channels[0]?.length ?? 0) / sampleRate;
  const { startSeconds, endSeconds } = centreExcerpt(heldSeconds, ANALYSIS_SECONDS);
  const start = Math.round(startSeconds * sampleRate);
  const end = Math.round(endSeconds * sampleRate);
  return mixToMono(
    channels.map((channel) => channel.subarray(start, end)),
    sampleRate,
  );
}
