// Which build of ONNX Runtime Web is fetched: one with WebGPU, which needs the browser to suspend WebAssembly (JSPI),
// or the plain one. Both stay under the 25 MiB that some hosts allow a file.

import { canUseWebgpu } from './can-use-webgpu';

type Runtime = typeof import('onnxruntime-web');

export async function loadBuild(webgpu: boolean): Promise<Runtime> {
  if (webgpu && canUseWebgpu()) {
    const [runtime, { default: wasm }] = await Promise.all([
      import('onnxruntime-web/jspi'),
      import('onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url'),
    ]);
    runtime.env.wasm.wasmPaths = { wasm };
    return runtime;
  }
  const [runtime, { default: wasm }] = await Promise.all([
    import('onnxruntime-web/wasm'),
    import('onnxruntime-web/ort-wasm-simd-threaded.wasm?url'),
  ]);
  runtime.env.wasm.wasmPaths = { wasm };
  return runtime;
}
