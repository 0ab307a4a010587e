// A saved network as an export sees it: its tensors by name, its blocks in order.

import type { ModelJson } from '../../trainers/trainer';
import {
  blockChannels,
  convStride,
  isPooled,
  NUM_BLOCKS,
  statisticSlots,
  weightSlots,
} from '../../trainers/cnn/layout';
import { modelFromJson } from '../../trainers/cnn/model-json';
import type { CnnSetup } from '../../trainers/cnn/state';
import { viewOf } from '../../trainers/tensor-slots';

export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface NetworkBlock {
  /** "block1" and so on. */
  readonly name: string;
  readonly channels: number;
  readonly stride: 1 | 2;
  readonly isPooled: boolean;
}

export interface Network extends CnnSetup {
  readonly classes: readonly string[];
  readonly blocks: readonly NetworkBlock[];
  /** A tensor by its name in `trainers/cnn/layout.ts`, such as "block1/kernel". */
  tensor(name: string): NamedTensor;
}

/** @throws EarmarkError `model-incompatible` for anything but a whole model of the CNN */
export function networkOf(model: ModelJson): Network {
  const { config, frameSeconds, normalisation, weights, statistics } = modelFromJson(model);
  const tensors = new Map<string, NamedTensor>();
  for (const [flat, slots] of [
    [weights, weightSlots(config)],
    [statistics, statisticSlots(config)],
  ] as const) {
    for (const slot of slots) tensors.set(slot.name, { ...slot, data: viewOf(flat, slot) });
  }
  return {
    ...{ config, frameSeconds, normalisation },
    classes: model.classes,
    blocks: Array.from({ length: NUM_BLOCKS }, (_, block) => ({
      name: `block${block + 1}`,
      channels: blockChannels(config, block),
      stride: convStride(block),
      isPooled: isPooled(block),
    })),
    tensor: (name) => tensors.get(name)!,
  };
}
