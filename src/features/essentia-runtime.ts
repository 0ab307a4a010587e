// Owns the one essentia.js of this realm (page, worker or Node process) and the C++ objects made with it.

import { EarmarkError } from '../core/errors';
import type { Deletable, Essentia, VectorFloat, VectorVectorFloat } from './essentia-modules.js';

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

/** One use of essentia.js: what is made or taken charge of here is freed when the use ends. */
export interface EssentiaUse {
  readonly essentia: Essentia;
  /** The numbers as a C++ vector; copied once, to be given to as many algorithms as need it. */
  load(values: ArrayLike<number>): VectorFloat;
  /** Several vectors as one argument. */
  loadAll(lists: readonly ArrayLike<number>[]): VectorVectorFloat;
  /** A vector that an algorithm returned, as plain numbers. */
  read(result: VectorFloat): number[];
}

/**
 * Runs `use` and frees every C++ object that it had, whether it returns or throws.
 * @throws EarmarkError `unexpected` when the C++ code throws
 */
export async function withEssentia<T>(use: (scope: EssentiaUse) => T): Promise<T> {
  const essentia = await loadEssentia();
  const owned: Deletable[] = [];
  const own = <Owned extends Deletable>(object: Owned): Owned => {
    owned.push(object);
    return object;
  };
  const load = (values: ArrayLike<number>): VectorFloat =>
    own(
      essentia.arrayToVector(values instanceof Float32Array ? values : Float32Array.from(values)),
    );
  const loadAll = (lists: readonly ArrayLike<number>[]): VectorVectorFloat => {
    const all = own(new essentia.module.VectorVectorFloat());
    for (const list of lists) all.push_back(load(list));
    return all;
  };
  const read = (result: VectorFloat): number[] => {
    own(result);
    return Array.from({ length: result.size() }, (_, i) => result.get(i));
  };
  try {
    return use({ essentia, load, loadAll, read });
  } catch (error) {
    // A C++ exception arrives as its bare address.
    if (typeof error !== 'number') throw error;
    throw new EarmarkError('unexpected', `a failure inside essentia.js (C++ exception ${error})`);
  } finally {
    for (const object of owned) object.delete();
  }
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
