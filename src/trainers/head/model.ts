// A fitted head: what it holds, and its answers.

import * as tf from '@tensorflow/tfjs-core';
import { createMatrix, type Matrix } from '../../core/matrix';
import { readAndDispose } from '../flat-tensors';
import type { Standardiser } from '../standardiser';
import type { HeadConfig } from './layout';
import { predictHead } from './network';
import { predictPrototypes, type Prototypes } from './prototypes';

export const TRAINER_ID = 'head';

export interface HeadNetwork {
  readonly config: HeadConfig;
  /** As `weightSlots` orders them. */
  readonly weights: Float32Array;
  /** As `statisticSlots` orders them. */
  readonly statistics: Float32Array;
}

interface FittedHead {
  readonly classes: readonly string[];
  readonly standardiser: Standardiser;
  /** Epoch that it comes from, counted from 1. */
  readonly bestEpoch: number;
}

export type HeadModel = FittedHead &
  (
    | { readonly network: HeadNetwork; readonly prototypes?: undefined }
    | { readonly prototypes: Prototypes; readonly network?: undefined }
  );

/** Rows that the device works on at once. */
const ROWS_AT_ONCE = 1024;

/** Class probabilities of standardised rows, shape [rows, classes]. */
export function predictModel(
  { network, prototypes }: HeadModel,
  rows: Matrix,
  breathe: (share: number) => Promise<void>,
): Promise<Matrix> {
  return network
    ? predictNetwork(network, rows, breathe)
    : predictPrototypes(prototypes, rows, breathe);
}

async function predictNetwork(
  { config, weights, statistics }: HeadNetwork,
  { data, rows, columns }: Matrix,
  breathe: (share: number) => Promise<void>,
): Promise<Matrix> {
  const probabilities = createMatrix(rows, config.numClasses);
  const numbers = { flat: tf.tensor1d(weights), statistics: tf.tensor1d(statistics) };
  try {
    for (let first = 0; first < rows; first += ROWS_AT_ONCE) {
      await breathe(first / rows);
      const count = Math.min(ROWS_AT_ONCE, rows - first);
      const answers = tf.tidy(() => {
        const part = data.subarray(first * columns, (first + count) * columns);
        return predictHead(config, numbers, tf.tensor2d(part, [count, columns]));
      });
      probabilities.data.set(await readAndDispose(answers), first * config.numClasses);
    }
  } finally {
    tf.dispose({ ...numbers });
  }
  return probabilities;
}
