// What a step needs of the graphics memory: between steps nearly all of it is free again, so it is read while one is built.

import { readGpuMemory } from '../memory';

type GpuMemory = ReturnType<typeof readGpuMemory>;

export class StepMemory {
  readonly #read: () => GpuMemory;
  #most: GpuMemory | null = null;

  constructor(read: () => GpuMemory = readGpuMemory) {
    this.#read = read;
  }

  /** To be called where a step holds much: at the end of each of its phases. */
  note(): void {
    this.#most = larger(this.#most, this.#read());
  }

  /** The most that was noted since the last call, or is there now. */
  take(): GpuMemory {
    const most = larger(this.#most, this.#read());
    this.#most = null;
    return most;
  }
}

function larger(before: GpuMemory | null, now: GpuMemory): GpuMemory {
  const most = (key: keyof GpuMemory): number | null => {
    const values = [before?.[key], now[key]].filter((value) => value != null);
    return values.length > 0 ? Math.max(...values) : null;
  };
  return { gpuBytesUsed: most('gpuBytesUsed'), gpuBytesAllocated: most('gpuBytesAllocated') };
}
