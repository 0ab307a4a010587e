// The worker that takes in pretrained networks: fetches, hashes, tries and keeps their files.

import { tryOut } from '../src/backbones/try-out';
import { readNetwork } from '../src/compute/networks/read-network';
import { hashBlob } from '../src/core/hash';
import type { Network } from '../src/core/tensor-data';
import { Deliveries } from '../src/rpc/deliveries';
import type { BackboneWorkerApi } from '../src/rpc/backbone-interface';
import { serveWorker } from '../src/rpc/worker-server';
import { backboneStore } from '../src/storage/backbone-store';
import { download } from '../src/storage/download';

const PIECE_BYTES = 4 * 2 ** 20;

const api: BackboneWorkerApi = {
  async download({ id, url, maxBytes }, listener, signal) {
    const deliveries = new Deliveries();
    const onProgress = (fraction: number): void => deliveries.add(listener.onProgress(fraction));
    const target = await backboneStore.target(id, 0);
    await download({ url, target, maxBytes, signal, onProgress }).finally(() => deliveries.all());
  },

  hash: (file, signal) => hashBlob(file, signal),

  inspect: (file) => withNetwork(file, async ({ inputs, outputs }) => ({ inputs, outputs })),

  tryOut: (file, contract, signal) =>
    withNetwork(file, (network) => tryOut(network, contract, signal)),

  async keep(id, file, listener, signal) {
    const deliveries = new Deliveries();
    const target = await backboneStore.target(id, 0);
    await target.restart();
    try {
      for (let start = 0; start < file.size; start += PIECE_BYTES) {
        signal.throwIfAborted();
        const piece = await file.slice(start, start + PIECE_BYTES).arrayBuffer();
        await target.append(new Uint8Array(piece));
        deliveries.add(listener.onProgress(Math.min(1, (start + PIECE_BYTES) / file.size)));
      }
    } catch (error) {
      await target.restart();
      throw error;
    } finally {
      await deliveries.all();
    }
  },
};

async function withNetwork<Result>(
  file: Blob,
  use: (network: Network) => Promise<Result>,
): Promise<Result> {
  const network = await readNetwork({ runtime: 'onnx', files: [file] });
  try {
    return await use(network);
  } finally {
    await network.dispose();
  }
}

serveWorker(api, self.name);
