// Where the numbers of a network lie in one flat vector, which lets the optimiser run as a handful of device operations
// instead of a handful per layer. Apart from the code that computes with tensors.

export interface TensorSlot {
  readonly name: string;
  readonly shape: readonly number[];
  readonly size: number;
  /** Index of its first value in the flat vector. */
  readonly offset: number;
}

export function totalSize(slots: readonly TensorSlot[]): number {
  return slots.reduce((sum, slot) => sum + slot.size, 0);
}

/** A view (no copy) of one tensor's values. */
export function viewOf(flat: Float32Array, slot: TensorSlot): Float32Array {
  return flat.subarray(slot.offset, slot.offset + slot.size);
}

/** 1 where weight decay applies (kernels), 0 elsewhere, shape of the flat weights. */
export function decayMask(slots: readonly TensorSlot[]): Float32Array {
  const mask = new Float32Array(totalSize(slots));
  for (const slot of slots) if (isKernel(slot)) viewOf(mask, slot).fill(1);
  return mask;
}

export function isKernel(slot: TensorSlot): boolean {
  return slot.name.endsWith('/kernel');
}

/** One after the other. */
export function place(shapes: readonly [string, number[]][]): readonly TensorSlot[] {
  let offset = 0;
  return shapes.map(([name, shape]) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const slot = { name, shape, size, offset };
    offset += size;
    return slot;
  });
}
