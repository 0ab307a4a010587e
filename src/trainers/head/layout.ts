// Where every number of the head's network lies, and its first values.

import type { Random } from '../../core/random';
import { place, totalSize, viewOf, type TensorSlot } from '../tensor-slots';

/** What the network's shape follows from. */
export interface HeadConfig {
  readonly head: 'linear' | 'mlp';
  /** Columns of the standardised embeddings. */
  readonly numColumns: number;
  /** Of the hidden layer; 0 where there is none. */
  readonly hiddenUnits: number;
  readonly numClasses: number;
  /** `softmax`: one class a clip; `sigmoid`: a yes–no question a label. */
  readonly link: 'softmax' | 'sigmoid';
}

/** The hidden layer has no bias of its own: batch normalisation would take it away again. */
export function weightSlots(config: HeadConfig): readonly TensorSlot[] {
  const { head, numColumns, hiddenUnits, numClasses } = config;
  if (head === 'linear') return place(dense(numColumns, numClasses));
  return place([
    ['hidden/kernel', [numColumns, hiddenUnits]],
    ['hidden/gamma', [hiddenUnits]],
    ['hidden/beta', [hiddenUnits]],
    ...dense(hiddenUnits, numClasses),
  ]);
}

/** What is measured, not learned. */
export function statisticSlots({ head, hiddenUnits }: HeadConfig): readonly TensorSlot[] {
  if (head === 'linear') return [];
  return place([
    ['hidden/mean', [hiddenUnits]],
    ['hidden/variance', [hiddenUnits]],
  ]);
}

function dense(inputs: number, outputs: number): [string, number[]][] {
  return [
    ['dense/kernel', [inputs, outputs]],
    ['dense/bias', [outputs]],
  ];
}

/** First deviation of the dense layer's kernel: small, so that all classes start out about equally likely. */
const DENSE_DEVIATION = 0.01;

/** First weights: the hidden layer by He et al. 2015 (normal, variance 2 / inputs), gamma 1, biases 0. */
export function initialWeights(config: HeadConfig, random: Random): Float32Array {
  const slots = weightSlots(config);
  const flat = new Float32Array(totalSize(slots));
  for (const slot of slots) {
    const values = viewOf(flat, slot);
    if (slot.name === 'hidden/gamma') values.fill(1);
    if (!slot.name.endsWith('/kernel')) continue;
    const isHidden = slot.name === 'hidden/kernel';
    const deviation = isHidden ? Math.sqrt(2 / config.numColumns) : DENSE_DEVIATION;
    const stream = random.fork(slot.name);
    for (let i = 0; i < values.length; i++) values[i] = deviation * stream.normal();
  }
  return flat;
}
