// The device's numbers as rows of names and values. Every row is always there, so that nothing moves while a run trains.

import type { TrainingStats } from '../trainers/trainer';
import { bytes, count, milliseconds, NONE } from './format';

interface Fact {
  readonly name: string;
  readonly value: string;
}

export function deviceFacts(stats: TrainingStats | null, { hasGpu }: { hasGpu: boolean }): Fact[] {
  const rate = stats?.examplesPerSecond ?? NaN;
  return [
    {
      name: 'Speed',
      value: Number.isFinite(rate) ? `${count(Number(rate.toPrecision(2)))} excerpts/s` : NONE,
    },
    { name: 'One step', value: stats ? milliseconds(stats.stepMilliseconds) : NONE },
    { name: 'Batch', value: stats ? count(stats.batchSize) : NONE },
    { name: 'At once', value: stats ? count(examplesAtOnce(stats)) : NONE },
    ...(hasGpu ? memoryFacts(stats) : []),
  ];
}

/** Examples the device works on at once: the whole batch where nothing else is told. */
export function examplesAtOnce({ examplesAtOnce: atOnce, batchSize }: TrainingStats): number {
  return atOnce ?? batchSize;
}

function memoryFacts(stats: TrainingStats | null): Fact[] {
  const { gpuBytesUsed: used, gpuBytesAllocated: held, device } = stats ?? {};
  return [
    { name: 'GPU memory in a step', value: bytesOrNone(used) },
    {
      name: 'Kept for later (pool)',
      value: bytesOrNone(held == null || used == null ? null : held - used),
    },
    { name: 'Allocated in all', value: bytesOrNone(held) },
    { name: 'Peak', value: bytesOrNone(device?.bytesPeak) },
  ];
}

function bytesOrNone(value: number | null | undefined): string {
  return value == null ? NONE : bytes(value);
}
