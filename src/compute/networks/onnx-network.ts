// Runs an ONNX network with ONNX Runtime Web: on WebGPU where that is wanted and works, else on WebAssembly.
// The only file that knows the package. Its memory comes back only when the worker that it runs in is ended.

import type { InferenceSession } from 'onnxruntime-web';
import { EarmarkError } from '../../core/errors';
import type { Network, TensorData, TensorFacts } from '../../core/tensor-data';

type Runtime = typeof import('onnxruntime-web');

export interface OnnxOptions {
  /** Ask for the graphics processor first. */
  readonly webgpu: boolean;
  /** Of WebAssembly; more than one only where the page is cross-origin isolated. */
  readonly threads: number;
}

/** @throws EarmarkError `backbone-unreadable` */
export async function loadOnnxNetwork(bytes: Uint8Array, options: OnnxOptions): Promise<Network> {
  const runtime = await loadRuntime(options);
  runtime.env.wasm.numThreads = options.threads;
  runtime.env.logLevel = 'error';
  try {
    if (options.webgpu) return await openSession(runtime, bytes, 'webgpu');
  } catch {
    // An operator that the graphics processor lacks: the processor has all of them.
  }
  try {
    return await openSession(runtime, bytes, 'wasm');
  } catch (error) {
    throw new EarmarkError('backbone-unreadable', firstLine(error), { cause: error });
  }
}

async function openSession(
  runtime: Runtime,
  bytes: Uint8Array,
  provider: 'webgpu' | 'wasm',
): Promise<Network> {
  const session = await runtime.InferenceSession.create(bytes, {
    executionProviders: [provider],
    logSeverityLevel: 3,
  });
  return {
    inputs: session.inputMetadata.map(factsOf),
    outputs: session.outputMetadata.map(factsOf),
    device: provider === 'webgpu' ? 'WebGPU' : 'WebAssembly',
    run: (input, value, outputs) => runSession(runtime, session, { input, value, outputs }),
    dispose: () => session.release(),
  };
}

interface Question {
  readonly input: string;
  readonly value: TensorData;
  readonly outputs: readonly string[];
}

/** @throws EarmarkError `backbone-contract-mismatch` */
async function runSession(
  runtime: Runtime,
  session: InferenceSession,
  { input, value, outputs }: Question,
): Promise<TensorData[]> {
  const tensor = new runtime.Tensor('float32', value.data, value.dims);
  try {
    const results = await session.run({ [input]: tensor }, [...outputs]);
    return await Promise.all(
      outputs.map(async (name): Promise<TensorData> => {
        const result = results[name]!;
        const data = await result.getData();
        result.dispose();
        if (data instanceof Float32Array) return { data, dims: result.dims };
        throw new Error(`${name} holds ${result.type} instead of float32`);
      }),
    );
  } catch (error) {
    throw new EarmarkError('backbone-contract-mismatch', firstLine(error), { cause: error });
  } finally {
    tensor.dispose();
  }
}

function factsOf(value: InferenceSession.ValueMetadata): TensorFacts {
  const { name } = value;
  if (!value.isTensor) return { name, type: 'no tensor', dims: [] };
  const dims = value.shape.map((dim) => (typeof dim === 'number' && dim > 0 ? dim : null));
  return { name, type: value.type, dims };
}

/** The smallest build that does what is asked; its names are checked against the main one's types. */
async function loadRuntime({ webgpu }: OnnxOptions): Promise<Runtime> {
  // Outside a page there is no server to fetch from: the package finds its own files.
  if (!('location' in globalThis)) return import('onnxruntime-web');
  const { loadBuild } = await import('./onnx-builds');
  return loadBuild(webgpu);
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0]!.slice(0, 200);
}
