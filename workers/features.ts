// The feature worker: decodes and extracts. Several of them form the pool.

import { transfer } from 'comlink';
import { decodeAudio, probeAudio } from '../src/audio/decode';
import { encodeWav } from '../src/audio/wav-encode';
import { analyseFile } from '../src/features/analyse-file';
import { extractWindows } from '../src/features/extract-windows';
import type { FeatureWorkerApi } from '../src/rpc/interfaces';
import { Deliveries } from '../src/rpc/deliveries';
import { serveWorker } from '../src/rpc/worker-server';
import { featureStore } from '../src/storage/feature-store';

const api: FeatureWorkerApi = {
  analyse: (request, signal) => analyseFile({ ...request, cache: featureStore, signal }),

  async extractWindows(request, signal, onProgress) {
    const deliveries = new Deliveries();
    const report = (fraction: number): void => deliveries.add(onProgress(fraction));
    const work = extractWindows({ ...request, signal, onProgress: report });
    const result = await work.finally(() => deliveries.all());
    const buffers = result.windows.flatMap(({ features }) =>
      features.map((value) => (value.kind === 'vector' ? value.values : value.matrix.data).buffer),
    );
    return transfer(result, buffers);
  },

  probe: (file) => probeAudio(file),

  async toWav(file, signal) {
    const { waveform } = await decodeAudio(file, { signal });
    const wav = encodeWav(waveform);
    return transfer(wav, [wav]);
  },
};

serveWorker(api, self.name);
