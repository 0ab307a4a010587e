// A thread that analyses clips as a feature worker does, without a store: `feature-workers.ts` starts it and tells it what to do.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort } from 'node:worker_threads';
import { encodeWav } from '../src/audio/wav-encode';
import { createRandom } from '../src/core/random';
import { analyseFile } from '../src/features/analyse-file';
import type { ExtractorId } from '../src/features/registry';
import { NO_CACHE } from '../test/builders/feature-cache';

export interface ThreadTask {
  readonly extractors: readonly ExtractorId[];
  readonly clips: number;
  readonly clipSeconds: number;
}

export interface ThreadResult {
  /** Held when the task was done and garbage collected: by objects and buffers of JavaScript, … */
  readonly heapBytes: number;
  /** … and by all memories of WebAssembly, whoever made them. */
  readonly wasmBytes: number;
}

const SAMPLE_RATE = 44_100;
const DISTINCT_CLIPS = 5;
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Every instance's memory, be it made for it or by it. */
const memories = new Set<WeakRef<WebAssembly.Memory>>();

const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
    super(module, imports);
    const found = [this.exports, ...Object.values(imports ?? {})].flatMap((part) =>
      Object.values(part),
    );
    for (const value of found) {
      if (value instanceof WebAssembly.Memory) memories.add(new WeakRef(value));
    }
  }
};

function wasmBytes(): number {
  const alive = new Set([...memories].flatMap((reference) => reference.deref() ?? []));
  return [...alive].reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
}

const made = new Map<number, Blob[]>();

function clipsOf(seconds: number): Blob[] {
  const known = made.get(seconds);
  if (known) return known;
  const clips = Array.from({ length: DISTINCT_CLIPS }, (_, index) => {
    const random = createRandom(index);
    const hz = 110 * 2 ** (random.integer(36) / 12);
    const samples = Float32Array.from({ length: seconds * SAMPLE_RATE }, (__, n) => {
      const t = n / SAMPLE_RATE;
      const beat = Math.exp(-6 * ((2 * t) % 1));
      return beat * (0.3 * Math.sin(2 * Math.PI * hz * t) + 0.1 * (random.next() - 0.5));
    });
    return new Blob([encodeWav({ samples, sampleRate: SAMPLE_RATE })]);
  });
  made.set(seconds, clips);
  return clips;
}

async function run({ extractors, clips, clipSeconds }: ThreadTask): Promise<ThreadResult> {
  const files = clipsOf(clipSeconds);
  for (let clip = 0; clip < clips; clip++) {
    const file = files[clip % files.length]!;
    await analyseFile({ file, extractors, pcm: null, cache: NO_CACHE });
  }
  // What finalisers let go of is collected the second time.
  collectGarbage();
  await new Promise((resolve) => setTimeout(resolve, 100));
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return { heapBytes: heapUsed + arrayBuffers, wasmBytes: wasmBytes() };
}

parentPort?.on('message', (task: ThreadTask) => {
  void run(task).then((result) => parentPort?.postMessage(result));
});
