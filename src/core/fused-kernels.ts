// Kernels of our own, by the names they have in tfjs's registry: what training asks for and every backend answers, with
// one fast kernel where there is one, with several of tfjs's own elsewhere. Trainers call them, `src/compute/kernels`
// registers them. Images are channels-last; P is batch · height · width ("positions"), C channels.

export const FUSED_KERNELS = {
  batchNormRelu: 'EarmarkBatchNormRelu',
  batchNormReluGradient: 'EarmarkBatchNormReluGradient',
  adam: 'EarmarkAdam',
  dropout: 'EarmarkDropout',
} as const;

/**
 * Batch normalisation with the batch's own moments, then ReLU (Ioffe & Szegedy 2015).
 *
 * `batchNormRelu`: inputs `x` [P, C], `gamma` [C], `beta` [C]; results
 * - the output, [P, C],
 * - the moments, [2, groups, C]: first the means, then the biased variances.
 *
 * `batchNormReluGradient`: inputs `dy` [P, C], `x` [P, C], `gamma`, `beta`, `moments` as above; results dx [P, C],
 * dGamma [C], dBeta [C]. What the forward pass computed in between is computed again: memory is dearer than arithmetic.
 */
export interface BatchNormAttributes {
  /**
   * The positions are this many equal runs one after the other, each normalised by itself ("ghost batches", Hoffer et al.
   * 2017): so the result does not depend on how many examples the device works on at once. Divides P.
   */
  readonly groups: number;
  readonly epsilon: number;
}

/**
 * Adam (Kingma & Ba 2015), `AdamW` where the weight decay is decoupled (Loshchilov & Hutter 2019). Inputs `state` [3, N]
 * (weights, running mean of the gradients, running mean of their squares), `gradient` [N], `decayMask` [N] (1 where weight
 * decay applies); result the next state, [3, N].
 */
export interface AdamAttributes {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** AdamW; else the decay is added to the gradient. */
  readonly decoupled: boolean;
  /** Counted from 1. */
  readonly step: number;
}

/**
 * Dropout (Srivastava et al. 2014): input `x` [rows, columns]; result of the same shape, each value 0 where
 * `dropoutNoise(seed, (firstRow + row) · columns + column)` is below `rate`, else divided by 1 − rate. The same call on the
 * output's gradient is the input's gradient.
 */
export interface DropoutAttributes {
  /** 0…1, 1 excluded. */
  readonly rate: number;
  /** 32-bit unsigned. */
  readonly seed: number;
  /** Which row of the whole batch the first row is: parts of a batch draw the same noise as the batch would. */
  readonly firstRow: number;
}

/**
 * Noise of place `index`, 0…1 (1 excluded), the same on every device: an integer hash (PCG-RXS-M-XS 32, O'Neill 2014) of seed and
 * index, of which the upper 24 bits become the float.
 */
export function dropoutNoise(seed: number, index: number): number {
  return (pcg((pcg(index >>> 0) ^ seed) >>> 0) >>> 8) / 2 ** 24;
}

function pcg(input: number): number {
  const state = (Math.imul(input, 747796405) + 2891336453) >>> 0;
  const word = Math.imul((state >>> ((state >>> 28) + 4)) ^ state, 277803737) >>> 0;
  return ((word >>> 22) ^ word) >>> 0;
}
