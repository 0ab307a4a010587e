// Class probabilities of clips: evenly spaced excerpts of each clip, their probabilities averaged.

import * as tf from '@tensorflow/tfjs-core';
import { createMatrix, row, type Matrix } from '../../core/matrix';
import type { SpectrogramInput } from '../trainer';
import { evenStarts, writeCrop } from './crops';
import { unpack } from '../flat-tensors';
import { predict } from './forward';
import { CROPS_PER_CLIP } from './inference';
import { statisticSlots, weightSlots, type CnnConfig } from './layout';
import { memoryNeeds } from './memory-needs';
import { pauseForMessages } from '../../core/pause';
import type { OnProgress } from '../../core/progress';
import { scaleToSumOne } from '../scale';
import type { CnnSetup, CnnWeights } from './state';

/** Excerpts the device works on at once, at most; only these two, so that its buffers are used again. */
const SMALL_BATCH = 8;
const LARGE_BATCH = 32;
/** What they may take together: any device has room for it, and its largest buffer holds it. */
const LARGEST_BYTES = 2 ** 27;

export interface PredictOptions {
  /** Excerpts a clip at most; fewer where the clip is shorter. */
  readonly cropsPerClip?: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** Excerpts that need no more than `LARGEST_BYTES`; one at least. */
export function batchThatFits(config: CnnConfig): number {
  return Math.max(1, Math.floor(LARGEST_BYTES / memoryNeeds(config).bytesPerExample));
}

/** Shape [clips, classes]; rows sum to 1 unless a clip can have several. */
export async function predictClips(
  model: CnnSetup & CnnWeights,
  x: SpectrogramInput,
  { cropsPerClip = CROPS_PER_CLIP, signal, onProgress }: PredictOptions = {},
): Promise<Matrix> {
  const { normalisation } = model;
  const { numFrames, numMels, numClasses } = model.config;
  const wanted = x.length * cropsPerClip <= SMALL_BATCH ? SMALL_BATCH : LARGE_BATCH;
  const batchSize = Math.min(wanted, batchThatFits(model.config));
  const cropSize = numFrames * numMels;
  const images = new Float32Array(batchSize * cropSize);
  const owners: number[] = [];
  const sums = createMatrix(x.length, numClasses);
  const heard = new Uint32Array(x.length);
  const [weights, statistics] = tf.tidy(() => [
    unpack(tf.tensor1d(model.weights), weightSlots(model.config)),
    unpack(tf.tensor1d(model.statistics), statisticSlots(model.config)),
  ]);

  const flush = async (): Promise<void> => {
    const output = tf.tidy(() =>
      predict(
        weights,
        statistics,
        tf.tensor4d(images, [batchSize, numFrames, numMels, 1]),
        model.config,
      ),
    );
    try {
      const probabilities = await output.data<'float32'>();
      owners.forEach((clip, i) => {
        const sum = row(sums, clip);
        heard[clip]!++;
        for (let k = 0; k < numClasses; k++) sum[k]! += probabilities[i * numClasses + k]!;
      });
      owners.length = 0;
    } finally {
      output.dispose();
    }
    await pauseForMessages();
  };

  try {
    for (let clip = 0; clip < x.length; clip++) {
      signal?.throwIfAborted();
      onProgress?.(clip / x.length);
      const spectrogram = await x.get(clip);
      for (const startFrame of evenStarts(spectrogram.rows, numFrames, cropsPerClip)) {
        const offset = owners.length * cropSize;
        const crop = images.subarray(offset, offset + cropSize);
        writeCrop(crop, { spectrogram, startFrame, normalisation });
        owners.push(clip);
        if (owners.length === batchSize) await flush();
      }
    }
    // The rest of the batch still holds earlier excerpts: its shape stays the same, its results go unread.
    if (owners.length > 0) await flush();
    signal?.throwIfAborted();
  } finally {
    tf.dispose([weights, statistics]);
  }
  for (let clip = 0; clip < x.length; clip++) {
    const sum = row(sums, clip);
    if (!model.config.severalLabels) scaleToSumOne(sum);
    else sum.forEach((value, k) => (sum[k] = value / heard[clip]!));
  }
  return sums;
}
