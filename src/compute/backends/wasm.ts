// WebAssembly: the processor's vector units, on one thread.

import * as tf from '@tensorflow/tfjs-core';
import { activate } from '../activate';
import { wasmObstacle } from '../availability';
import { registerWasmConvGradients } from '../kernels/wasm-conv-gradients';
import type { BackendCandidate } from './candidate';

export const wasmBackend: BackendCandidate = {
  name: 'wasm',
  title: 'WebAssembly',
  whyNot: wasmObstacle,
  start: async () => {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    // Outside a page there is no server to fetch from: the package finds its own files.
    if (isInBrowser()) setWasmPaths((await import('../wasm-files')).WASM_FILES);
    // Its threads run a function that tfjs turns into text; once bundled and minified that text no longer stands alone,
    // and the start would never end.
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    registerWasmConvGradients();
    await activate('wasm');
    return { device: 'processor, one thread', remark: null };
  },
};

function isInBrowser(): boolean {
  return 'location' in globalThis;
}
