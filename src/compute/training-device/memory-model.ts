// Which numbers of examples a device can work on at once, told from the bytes a step needs: the ladder of sizes that
// training climbs. Pure arithmetic; what the device does in truth is found out by `batch-climber.ts`.

import { formatBytes } from '../../core/format';
import { EarmarkError } from '../../core/errors';
import type { BatchRequest, MemoryNeeds } from '../../core/training-device';

/** What the device says of itself, bytes. */
export type BufferLimits = Pick<
  GPUSupportedLimits,
  'maxBufferSize' | 'maxStorageBufferBindingSize'
>;

export interface DeviceMemory {
  readonly limits: BufferLimits;
  /** What training may count on, bytes: a guess, since browsers do not tell how much there is. */
  readonly budgetBytes: number;
}

/** Why larger sizes are not tried. */
export type Ceiling = 'batch' | 'buffer' | 'budget';

export interface Ladder {
  /** Ascending; multiples of the group by powers of two, at the top the whole batch where it fits. */
  readonly sizes: readonly number[];
  /** Index of the size to begin with. */
  readonly first: number;
  readonly ceiling: Ceiling;
}

const GIBIBYTE = 2 ** 30;
/** `navigator.deviceMemory` where the browser does not say it: what most machines have at least. */
const USUAL_DEVICE_MEMORY = 4;
/** Share of the machine's memory: integrated graphics share it with all else. */
const BUDGET_SHARE = 1 / 4;
/** Where the processor imitates the graphics, textures and buffers are the tab's own memory. */
const SOFTWARE_BUDGET_SHARE = 1 / 8;
/** Part of the budget that is taken without having been tried. */
const FIRST_SHARE = 1 / 4;

/**
 * Bytes that training may count on.
 * @param deviceMemory GiB as `navigator.deviceMemory` says them: rounded, at most 8, in newer Chrome 32; undefined in
 *   Firefox and Safari
 */
export function memoryBudget(deviceMemory: number | undefined, isSoftware: boolean): number {
  const share = isSoftware ? SOFTWARE_BUDGET_SHARE : BUDGET_SHARE;
  return (deviceMemory ?? USUAL_DEVICE_MEMORY) * GIBIBYTE * share;
}

/**
 * The sizes to choose from. The budget is a guess, so one group is always tried; the limits are not.
 * @throws EarmarkError `device-memory-full` where a tensor of one group is more than the device takes
 */
export function planLadder(request: BatchRequest, memory: DeviceMemory): Ladder {
  const { needs, group, batchSize } = request;
  const all = sizesUpTo(batchSize, group);
  const largest = largestTensor(memory.limits);
  const smallest = all[0]!;
  if (smallest * needs.largestBytesPerExample > largest) {
    throw new EarmarkError(
      'device-memory-full',
      `${formatBytes(smallest * needs.largestBytesPerExample)} in one piece for ${smallest} excerpts, where this graphics processor takes ${formatBytes(largest)}`,
    );
  }
  const inLimits = all.filter((size) => size * needs.largestBytesPerExample <= largest);
  const affordable = inLimits.filter((size) => bytesOf(needs, size) <= memory.budgetBytes);
  const sizes = affordable.length > 0 ? affordable : [smallest];
  const careful = sizes.filter((size) => bytesOf(needs, size) <= FIRST_SHARE * memory.budgetBytes);
  return {
    sizes,
    // Below the largest, where there is a choice: whether that is faster is to be measured.
    first: Math.max(0, Math.min(careful.length - 1, sizes.length - 2)),
    ceiling: ceilingOf(all.length, inLimits.length, sizes.length),
  };
}

/** Whether a batch of that size could be worked on at once. */
export function fits(needs: MemoryNeeds, size: number, memory: DeviceMemory): boolean {
  return (
    size * needs.largestBytesPerExample <= largestTensor(memory.limits) &&
    bytesOf(needs, size) <= memory.budgetBytes
  );
}

function sizesUpTo(batchSize: number, group: number): number[] {
  const sizes: number[] = [];
  for (let size = group; size < batchSize; size *= 2) sizes.push(size);
  return [...sizes, batchSize];
}

function bytesOf({ fixedBytes, bytesPerExample }: MemoryNeeds, size: number): number {
  return fixedBytes + size * bytesPerExample;
}

function largestTensor({ maxBufferSize, maxStorageBufferBindingSize }: BufferLimits): number {
  return Math.min(maxBufferSize, maxStorageBufferBindingSize);
}

function ceilingOf(all: number, inLimits: number, taken: number): Ceiling {
  if (taken === all) return 'batch';
  return taken === inLimits ? 'buffer' : 'budget';
}
