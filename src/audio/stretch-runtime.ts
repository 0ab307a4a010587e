// Owns the one Signalsmith Stretch of this realm (page, worker or Node process): time-stretching and pitch-shifting by
// a phase vocoder in wasm. The package only shows itself to an AudioWorklet, so it is loaded in the guise of one.

import { EarmarkError } from '../core/errors';

/** The part of the emscripten module that is used; when its memory grows, `HEAP8` is replaced. */
interface StretchModule {
  readonly HEAP8: Int8Array;
  _presetDefault(channels: number, sampleRate: number): void;
  /** Makes room for that many samples in and out a channel; gives the address of the first input, outputs follow. */
  _setBuffers(channels: number, length: number): number;
  /** `tonalityLimit` in cycles a sample: above it, sound is moved by a smaller ratio, which keeps its colour. */
  _setTransposeSemitones(semitones: number, tonalityLimit: number): void;
  _setFormantSemitones(semitones: number, compensate: number): void;
  _setFormantBase(cyclesPerSample: number): void;
  _inputLatency(): number;
  _outputLatency(): number;
  _seek(inputSamples: number, playbackRate: number): void;
  _process(inputSamples: number, outputSamples: number): void;
}

export interface StretchOptions {
  /** Hz. */
  readonly sampleRate: number;
  /** 1.1 plays 1.1 times as fast; more than 0.5, at most 2. */
  readonly rate?: number;
  /** −12…12. */
  readonly semitones?: number;
}

/** At half speed and slower the library draws random numbers, and no two results would be the same. */
const SLOWEST_RATE = 0.5;
const FASTEST_RATE = 2;
const LARGEST_SHIFT_SEMITONES = 12;
/** The library's own default. */
const TONALITY_LIMIT_HZ = 8000;
const CHUNK_SAMPLES = 8192;

/**
 * Stretches and shifts mono samples in one pass. The result has exactly round(length / rate) samples, is aligned with
 * the input (what was at t is at t / rate, to within some 5 ms), and the same input always gives the same samples.
 */
export async function stretchSamples(
  samples: Float32Array,
  { sampleRate, rate = 1, semitones = 0 }: StretchOptions,
): Promise<Float32Array> {
  if (!(rate > SLOWEST_RATE && rate <= FASTEST_RATE)) {
    throw new RangeError(`expected a rate in (${SLOWEST_RATE}, ${FASTEST_RATE}], got ${rate}`);
  }
  if (!(Math.abs(semitones) <= LARGEST_SHIFT_SEMITONES)) {
    throw new RangeError(`expected −12…12 semitones, got ${semitones}`);
  }
  const stretched = new Float32Array(Math.round(samples.length / rate));
  if (stretched.length === 0) return stretched;
  const { module: stretch, forget } = await loadStretch();
  // From here on nothing waits: calls cannot get into each other's state.
  forget();
  stretch._presetDefault(1, sampleRate);
  stretch._setTransposeSemitones(semitones, TONALITY_LIMIT_HZ / sampleRate);
  stretch._setFormantSemitones(0, 0);
  stretch._setFormantBase(0);
  const inputLatency = stretch._inputLatency();
  const outputLatency = stretch._outputLatency();
  const capacity = Math.max(inputLatency, FASTEST_RATE * CHUNK_SAMPLES + 1);
  const address = stretch._setBuffers(1, capacity);

  /** Hands over input samples [start, end), zeros after the last. */
  const write = (start: number, end: number): void => {
    const input = new Float32Array(stretch.HEAP8.buffer, address, capacity);
    const piece = samples.subarray(start, end);
    input.set(piece);
    input.fill(0, piece.length, end - start);
  };
  write(0, inputLatency);
  stretch._seek(inputLatency, rate);
  // The first `outputLatency` samples out lie before the beginning and are dropped.
  const total = outputLatency + stretched.length;
  let consumed = inputLatency;
  for (let done = 0; done < total;) {
    const count = Math.min(CHUNK_SAMPLES, total - done);
    const end = inputLatency + Math.round((done + count) * rate);
    write(consumed, end);
    stretch._process(end - consumed, count);
    const output = new Float32Array(stretch.HEAP8.buffer, address + 4 * capacity, count);
    const skipped = Math.max(0, outputLatency - done);
    if (skipped < count) stretched.set(output.subarray(skipped), done + skipped - outputLatency);
    consumed = end;
    done += count;
  }
  return stretched;
}

interface Stretch {
  readonly module: StretchModule;
  /** Makes it as it was when it was new: the library's own reset keeps traces of what it heard before. */
  forget(): void;
}

let loading: Promise<Stretch> | null = null;

/** Instantiated on first use; a failed attempt is not kept. */
function loadStretch(): Promise<Stretch> {
  loading ??= instantiate()
    .then(withMemory)
    .catch((error: unknown) => {
      loading = null;
      throw error;
    });
  return loading;
}

function withMemory(module: StretchModule): Stretch {
  const fresh = module.HEAP8.slice();
  const forget = (): void => {
    module.HEAP8.set(fresh);
    module.HEAP8.fill(0, fresh.length);
  };
  return { module, forget };
}

/** The AudioWorkletProcessor that the package registers. */
interface StretchProcessor {
  readonly wasmModule: StretchModule;
}
interface StretchProcessorClass {
  readonly prototype: { configure: () => void };
  new (options: object): StretchProcessor;
}

const READY_TIMEOUT_MILLISECONDS = 30_000;

/** What the base class of the processor does when the wasm module is there. */
let onReady: () => void = () => undefined;

class PretendedProcessor {
  readonly port = { postMessage: (): void => onReady() };
}

let Processor: StretchProcessorClass | null = null;

async function instantiate(): Promise<StretchModule> {
  const register = (_name: string, processor: StretchProcessorClass): void => {
    Processor = processor;
  };
  const guise = { AudioWorkletProcessor: PretendedProcessor, registerProcessor: register };
  const undress = setGlobals(guise);
  try {
    await import('signalsmith-stretch');
  } finally {
    undress();
  }
  if (!Processor) throw new EarmarkError('unexpected', 'no processor in signalsmith-stretch');
  // It would set up stereo at the context's rate.
  Processor.prototype.configure = () => undefined;
  return construct(Processor);
}

function construct(Registered: StretchProcessorClass): Promise<StretchModule> {
  return new Promise((resolve, reject) => {
    // A wasm module that cannot be compiled never gets ready, and says so to nobody.
    const timer = setTimeout(() => {
      reject(new EarmarkError('unexpected', 'signalsmith-stretch, which did not start'));
    }, READY_TIMEOUT_MILLISECONDS);
    const undress = setGlobals({ sampleRate: 1 });
    try {
      const processor = new Registered({});
      onReady = () => {
        clearTimeout(timer);
        resolve(processor.wasmModule);
      };
    } finally {
      undress();
    }
  });
}

/** Sets globals; the function it gives back leaves them as they were. */
function setGlobals(values: Readonly<Record<string, unknown>>): () => void {
  const before = Object.keys(values).map(
    (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
  );
  for (const [name, value] of Object.entries(values)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  return () => {
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    }
  };
}
