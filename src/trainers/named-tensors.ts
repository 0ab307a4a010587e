// The tensors of a saved network, each with its name and shape, so that other programs can read it too.

import * as v from 'valibot';
import { pack, packedFloat32 } from './packed';
import { requireEqual } from './saved';
import { totalSize, viewOf, type TensorSlot } from './tensor-slots';

const INCOMPATIBLE = 'model-incompatible';

export const tensorSchema = v.object({
  name: v.string(),
  shape: v.array(v.number()),
  data: packedFloat32,
});
type NamedTensor = v.InferOutput<typeof tensorSchema>;

export function named(flat: Float32Array, slots: readonly TensorSlot[]) {
  return slots.map((slot) => ({
    name: slot.name,
    shape: slot.shape,
    data: pack(viewOf(flat, slot)),
  }));
}

/** Throws `model-incompatible` unless they are those of the slots, in their order. */
export function joined(
  tensors: readonly NamedTensor[],
  slots: readonly TensorSlot[],
): Float32Array {
  requireEqual(tensors.length, slots.length, 'tensors', INCOMPATIBLE);
  const flat = new Float32Array(totalSize(slots));
  slots.forEach((slot, i) => {
    const { name, shape, data } = tensors[i]!;
    requireEqual(
      `${name} [${shape.join()}]`,
      `${slot.name} [${slot.shape.join()}]`,
      'tensor',
      INCOMPATIBLE,
    );
    requireEqual(data.length, slot.size, `values of ${name}`, INCOMPATIBLE);
    flat.set(data, slot.offset);
  });
  return flat;
}
