// The map worker: draws clips as a map, from what is kept of them.

import { EarmarkError } from '../src/core/errors';
import { mapClips, mappedIndices } from '../src/evaluation/map/clip-map';
import { inputOfRows } from '../src/evaluation/table-rows';
import { inputOfClips } from '../src/evaluation/training-input';
import { isEmbeddingId } from '../src/features/embedding-feature';
import { Deliveries } from '../src/rpc/deliveries';
import type { MapRequest, MapWorkerApi } from '../src/rpc/map-interface';
import { serveWorker } from '../src/rpc/worker-server';
import { featureStore } from '../src/storage/feature-store';
import { tableStore } from '../src/storage/table-store';
import type { TableInput } from '../src/trainers/trainer';
import { createProgressBreather } from '../src/trainers/trees/breathe';

const api: MapWorkerApi = {
  async map({ clips, source, seed }, listener, signal) {
    const mapped = mappedIndices(clips.length, seed).map((index) => clips[index]!);
    const x = await readValues(source, mapped);
    const standardised = typeof source !== 'string' || !isEmbeddingId(source);
    const deliveries = new Deliveries();
    const tell = (fraction: number): void => deliveries.add(listener.onProgress(fraction));
    try {
      const breathe = createProgressBreather(signal, tell);
      const map = await mapClips(x, { standardised, seed, signal, breathe });
      return { ...map, clipIds: mapped.map(({ id }) => id) };
    } finally {
      await deliveries.all();
    }
  },
};

async function readValues(
  source: MapRequest['source'],
  clips: MapRequest['clips'],
): Promise<TableInput> {
  if (typeof source !== 'string') return inputOfRows(source, clips, tableStore);
  const input = await inputOfClips([source], clips, featureStore);
  if (input.kind !== 'table') throw new EarmarkError('features-missing', 'a spectrogram a clip');
  return input;
}

serveWorker(api, self.name);
