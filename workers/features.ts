// The feature worker: decodes and extracts. Several of them form the pool.

import { transfer } from 'comlink';
import { decodeAudio, probeAudio, withAudioStream } from '../src/audio/decode';
import { streamPeaks } from '../src/audio/peaks';
import { encodeWav } from '../src/audio/wav-encode';
import { hearWindows } from '../src/backbones/hear';
import { hearFile } from '../src/backbones/hear-file';
import { analyseFile } from '../src/features/analyse-file';
import { extractWindows } from '../src/features/extract-windows';
import type { FeatureWorkerApi } from '../src/rpc/interfaces';
import { buffersOf, buffersOfTensors } from '../src/rpc/transfer';
import { Deliveries } from '../src/rpc/deliveries';
import { serveWorker } from '../src/rpc/worker-server';
import { featureStore } from '../src/storage/feature-store';

const api: FeatureWorkerApi = {
  analyse: (request, signal) => analyseFile({ ...request, cache: featureStore, signal }),

  async extractWindows(request, listener, signal) {
    const deliveries = new Deliveries();
    const { hearing } = request;
    const work = extractWindows({
      ...request,
      ...(hearing && { hear: (waveform) => hearWindows(waveform, hearing) }),
      signal,
      onProgress: (fraction) => deliveries.add(listener.onProgress(fraction)),
      onWindows: (windows) => listener.onWindows(transfer(windows, buffersOf(windows))),
    });
    return work.finally(() => deliveries.all());
  },

  hear: (request, listener, signal) =>
    hearFile({
      ...request,
      cache: featureStore,
      signal,
      onHeard: (heard) => listener.onHeard(transfer(heard, buffersOfTensors(heard.windows))),
    }),

  probe: (file) => probeAudio(file),

  async toWav(file, signal) {
    const { waveform } = await decodeAudio(file, { signal });
    const wav = encodeWav(waveform);
    return transfer(wav, [wav]);
  },

  peaks: (file, numBuckets, signal) =>
    withAudioStream(file, ({ blocks }) => streamPeaks(blocks, numBuckets), signal),
};

serveWorker(api, self.name);
