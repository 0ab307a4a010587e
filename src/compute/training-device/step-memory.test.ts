import { expect, it } from 'vitest';
import { StepMemory } from './step-memory';

function memoryOf(...readings: [used: number | null, allocated: number | null][]): StepMemory {
  const left = readings.map(([gpuBytesUsed, gpuBytesAllocated]) => ({
    gpuBytesUsed,
    gpuBytesAllocated,
  }));
  return new StepMemory(() => left.shift()!);
}

it('tells the most that a step held, not what is left after it', () => {
  const memory = memoryOf([20, 20], [900, 950], [400, 980], [20, 980]);
  for (let phase = 0; phase < 3; phase++) memory.note();
  expect(memory.take()).toEqual({ gpuBytesUsed: 900, gpuBytesAllocated: 980 });
});

it('begins anew with each step', () => {
  const memory = memoryOf([900, 900], [20, 900], [30, 100], [20, 100]);
  memory.note();
  memory.take();
  memory.note();
  expect(memory.take()).toEqual({ gpuBytesUsed: 30, gpuBytesAllocated: 100 });
});

it('says nothing where the backend does not', () => {
  const memory = memoryOf([null, null], [null, null]);
  memory.note();
  expect(memory.take()).toEqual({ gpuBytesUsed: null, gpuBytesAllocated: null });
});
