// The embedding worker: runs pretrained networks, one at a time, and keeps what they say of clips.

import type { BackboneManifest } from '../src/backbones/contract';
import { embedWindows } from '../src/backbones/embed';
import { poolWindows } from '../src/backbones/pooling';
import { BUNDLED_BACKBONES } from '../src/backbones/registry';
import { bundledFile } from '../src/compute/networks/bundled-files';
import { readNetwork } from '../src/compute/networks/read-network';
import { EarmarkError } from '../src/core/errors';
import type { Network, TensorData } from '../src/core/tensor-data';
import { describeEmbedding } from '../src/features/embedding-feature';
import type { EmbeddingWorkerApi, EmbedRequest } from '../src/rpc/interfaces';
import { serveWorker } from '../src/rpc/worker-server';
import { backboneStore, keptBackbone } from '../src/storage/backbone-store';
import { featureStore } from '../src/storage/feature-store';

interface OpenBackbone {
  readonly manifest: BackboneManifest;
  readonly network: Network;
}

/** Windows at once: WebAssembly gains nothing by more, the graphics processor is busy with these. */
const BATCH_SIZES: Readonly<Record<string, number>> = { WebGPU: 8, webgpu: 8 };

let current: { readonly id: string; readonly opening: Promise<OpenBackbone> } | null = null;

const api: EmbeddingWorkerApi = {
  async embed({ backbone, pooling, feature, heard }, signal) {
    const values = await embedded(heard.windows, { backbone, pooling }, signal);
    const { version } = describeEmbedding(feature);
    await featureStore.put(heard.id, feature, version, { kind: 'vector', values });
  },

  async embedWindows({ heard, ...choice }, signal) {
    const embeddings: Float32Array[] = [];
    for (const windows of heard) embeddings.push(await embedded(windows, choice, signal));
    return embeddings;
  },
};

async function embedded(
  windows: readonly TensorData[],
  { backbone, pooling }: Pick<EmbedRequest, 'backbone' | 'pooling'>,
  signal: AbortSignal,
): Promise<Float32Array> {
  const { manifest, network } = await openBackbone(backbone.id);
  const batchSize = BATCH_SIZES[network.device] ?? 1;
  const options = { network, contract: manifest.contract, batchSize, signal };
  return poolWindows(await embedWindows(windows, options), pooling);
}

/** The network that was asked for last stays open. */
async function openBackbone(id: string): Promise<OpenBackbone> {
  if (current?.id === id) return current.opening;
  const before = current;
  const opening = (async () => {
    await before?.opening.then(({ network }) => network.dispose()).catch(() => undefined);
    const { manifest, files } = await filesOf(id);
    return { manifest, network: await readNetwork({ runtime: manifest.runtime, files }) };
  })();
  current = { id, opening };
  opening.catch(() => {
    if (current?.opening === opening) current = null; // the next call tries again
  });
  return opening;
}

async function filesOf(
  id: string,
): Promise<{ readonly manifest: BackboneManifest; readonly files: Blob[] }> {
  const bundled = BUNDLED_BACKBONES.find((manifest) => manifest.id === id);
  const manifest = bundled ?? (await keptBackbone(id)).manifest;
  const files = manifest.weights.map(({ url }, index) =>
    bundled ? fetchBundled(url) : backboneStore.file(id, index),
  );
  return { manifest, files: await Promise.all(files) };
}

async function fetchBundled(url: string | null): Promise<Blob> {
  const response = await fetch(bundledFile(url) ?? '').catch(() => null);
  if (!response?.ok) throw new EarmarkError('backbone-missing', `no ${url} beside the page`);
  return response.blob();
}

serveWorker(api, self.name);
