// Owns the one essentia.js of this realm (page, worker or Node process) and the C++ objects made with it.

import { EarmarkError } from '../core/errors';
import type { Essentia, VectorFloat } from './essentia-modules.js';

let loading: Promise<Essentia> | null = null;

/** essentia.js, instantiated on first use; a failed attempt is not kept. */
export function loadEssentia(): Promise<Essentia> {
  loading ??= instantiate().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function instantiate(): Promise<Essentia> {
  const modules = await keepingNodeAsItWas(() => import('./essentia-modules.js'));
  return new modules.Essentia(modules.EssentiaWASM);
}

/** Takes charge of a C++ vector and gives it back: it is freed when the call it belongs to ends. */
export type Own = (vector: VectorFloat) => VectorFloat;

/**
 * Runs `use` on a clip copied into wasm memory. The copy and every vector passed to `own` are freed
 * when it returns or throws.
 * @throws EarmarkError `unexpected` when the C++ code throws
 */
export async function withEssentia<T>(
  samples: Float32Array,
  use: (essentia: Essentia, signal: VectorFloat, own: Own) => T,
): Promise<T> {
  const essentia = await loadEssentia();
  const owned: VectorFloat[] = [];
  const own: Own = (vector) => {
    owned.push(vector);
    return vector;
  };
  try {
    return use(essentia, own(essentia.arrayToVector(samples)), own);
  } catch (error) {
    // A C++ exception arrives as its bare address.
    if (typeof error !== 'number') throw error;
    throw new EarmarkError('unexpected', `a failure inside essentia.js (C++ exception ${error})`);
  } finally {
    for (const vector of owned) vector.delete();
  }
}

export function toArray(vector: VectorFloat): number[] {
  return Array.from({ length: vector.size() }, (_, i) => vector.get(i));
}

interface NodeGlobals {
  __dirname?: string;
  readonly process?: {
    listeners(event: string): ((...args: unknown[]) => void)[];
    removeListener(event: string, listener: (...args: unknown[]) => void): void;
  };
}

const PROCESS_EVENTS = ['uncaughtException', 'unhandledRejection'];

/**
 * The module build of essentia.js takes Node for CommonJS: it wants a `__dirname` it never uses, and
 * aborts the process on any unhandled rejection, whoever caused it. In a browser this does nothing.
 */
async function keepingNodeAsItWas<T>(load: () => Promise<T>): Promise<T> {
  const globals = globalThis as NodeGlobals;
  const { process } = globals;
  if (!process) return load();
  const before = new Set(PROCESS_EVENTS.flatMap((event) => process.listeners(event)));
  globals.__dirname = '';
  try {
    return await load();
  } finally {
    delete globals.__dirname;
    for (const event of PROCESS_EVENTS) {
      for (const listener of process.listeners(event)) {
        if (!before.has(listener)) process.removeListener(event, listener);
      }
    }
  }
}
