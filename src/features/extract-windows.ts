// Cuts one file into windows and extracts the features of each, for classifying it. Nothing is kept.

import type { AudioInfo, Waveform } from '../core/audio-types';
import { EarmarkError } from '../core/errors';
import type { OnProgress } from '../core/progress';
import { decodeAudio } from '../audio/decode';
import { inspectWaveform } from '../audio/inspect';
import { mixToMono } from '../audio/mix';
import { cutWindows } from '../audio/windows';
import { extractAll } from './analyse';
import type { DecodedPcm } from './analyse-file';
import type { FeatureValue } from './extractor';
import type { ExtractorId } from './registry';

export interface FileWindow {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** One value an extractor, in the order asked for. */
  readonly features: readonly FeatureValue[];
}

export interface FileWindows {
  readonly audio: AudioInfo;
  readonly windows: readonly FileWindow[];
}

export interface ExtractWindowsOptions {
  readonly file: Blob;
  readonly extractors: readonly ExtractorId[];
  readonly windowSeconds: number;
  readonly pcm: DecodedPcm | null;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

export async function extractWindows(options: ExtractWindowsOptions): Promise<FileWindows> {
  const { file, extractors, windowSeconds, pcm, signal, onProgress } = options;
  if (file.size === 0) throw new EarmarkError('file-empty', '0 bytes');
  const { waveform, info } = pcm
    ? { waveform: mixToMono(pcm.channels, pcm.sampleRate), info: pcm.info }
    : await decodeAudio(file, signal && { signal });
  inspectWaveform(waveform, info);

  const { samples, sampleRate } = waveform;
  const cuts = cutWindows(samples.length, sampleRate, windowSeconds);
  const windows: FileWindow[] = [];
  for (const [index, { start, end }] of cuts.entries()) {
    signal?.throwIfAborted();
    const piece: Waveform = { samples: samples.slice(start, end), sampleRate };
    const values = await extractAll(piece, extractors);
    windows.push({
      startSeconds: start / sampleRate,
      endSeconds: end / sampleRate,
      features: [...values.values()],
    });
    onProgress?.((index + 1) / cuts.length);
  }
  return { audio: info, windows };
}
