// A network from its files, on the device that runs it best.

import { chooseBackend } from '../choose-backend';
import type { Network } from '../../core/tensor-data';
import { isWebgpuFaster } from './can-use-webgpu';
import { loadOnnxNetwork } from './onnx-network';

export interface NetworkFiles {
  readonly runtime: 'onnx' | 'tfjs-graph';
  /** In the order of the manifest. */
  readonly files: readonly Blob[];
}

/** Each inference waits for the one before: more threads than these wait for each other. */
const MAX_THREADS = 4;

/** @throws EarmarkError `backbone-unreadable` */
export async function readNetwork({ runtime, files }: NetworkFiles): Promise<Network> {
  const [first, ...rest] = files;
  switch (runtime) {
    case 'onnx': {
      const threads = globalThis.crossOriginIsolated
        ? Math.min(MAX_THREADS, navigator.hardwareConcurrency || 1)
        : 1;
      const bytes = new Uint8Array(await (first ?? new Blob()).arrayBuffer());
      return loadOnnxNetwork(bytes, { webgpu: await isWebgpuFaster(), threads });
    }
    case 'tfjs-graph': {
      await chooseBackend((await isWebgpuFaster()) ? undefined : 'wasm');
      const { loadGraphNetwork } = await import('./graph-network');
      const json = (await first?.text()) ?? '';
      return loadGraphNetwork(json, await new Blob([...rest]).arrayBuffer());
    }
    default:
      return runtime satisfies never;
  }
}
