// Puts training batches together: which clips, which excerpts, how varied, with which targets.
// Every choice hangs on (seed, epoch, place in the epoch) alone, so a resumed run makes the same batches.

import type { Random } from '../../core/random';
import type { CnnParams } from '../cnn-params';
import type { Labels, SpectrogramInput } from '../trainer';
import { maskRandomly, randomGainDb, randomStart, writeCrop, type CropShape } from './crops';
import type { BandNormalisation } from './normalisation';
import { scaleToSumOne } from './scale';

export interface Batch {
  /** Shape [batch, numFrames, numMels, 1]. */
  readonly images: Float32Array;
  /** Class shares times example weights, shape [batch, classes]; the sum is 1. */
  readonly targets: Float32Array;
  /** 0 or 1 / (1 − dropout), shape [batch, summary]. */
  readonly dropoutMask: Float32Array;
}

export interface BatchSource {
  readonly x: SpectrogramInput;
  readonly y: Labels;
  readonly params: CnnParams;
  readonly shape: CropShape;
  readonly normalisation: BandNormalisation;
  /** Examples a batch; every batch has exactly as many. */
  readonly batchSize: number;
  /** Length of the summary that dropout applies to. */
  readonly summarySize: number;
}

/** Clip of every example of an epoch: each clip `cropsPerEpoch` times, filled up to whole batches. */
export function epochOrder(source: BatchSource, epochRandom: Random): Int32Array {
  const clips = source.x.length;
  const rounds = source.params.cropsPerEpoch;
  const steps = Math.ceil((clips * rounds) / source.batchSize);
  const order = new Int32Array(steps * source.batchSize);
  for (let filled = 0, round = 0; filled < order.length; filled += clips, round++) {
    const shuffled = epochRandom
      .fork(`order-${round}`)
      .shuffle(Int32Array.from({ length: clips }, (_, i) => i));
    order.set(shuffled.subarray(0, order.length - filled), filled);
  }
  return order;
}

/** Weight of each class, inverse to its share of the clips, mean 1 over clips. */
export function balancedClassWeights({ indices, classes }: Labels): Float64Array {
  const counts = new Float64Array(classes.length);
  for (const index of indices) counts[index]!++;
  const present = counts.reduce((sum, count) => sum + Math.sign(count), 0);
  return counts.map((count) => (count > 0 ? indices.length / (present * count) : 0));
}

export interface BatchPlace {
  /** As `epochOrder` gave it. */
  readonly order: Int32Array;
  /** Counted from 0 in the epoch. */
  readonly step: number;
  readonly classWeights: Float64Array;
  /** The epoch's own. */
  readonly random: Random;
}

export async function makeBatch(source: BatchSource, place: BatchPlace): Promise<Batch> {
  const { x, y, params, shape, batchSize, normalisation } = source;
  const { order, step, classWeights } = place;
  const random = place.random.fork(`step-${step}`);
  const cropSize = shape.numFrames * shape.numMels;
  const images = new Float32Array(batchSize * cropSize);
  const targets = new Float32Array(batchSize * y.classes.length);
  for (let i = 0; i < batchSize; i++) {
    const clip = order[step * batchSize + i]!;
    const spectrogram = await x.get(clip);
    const crop = images.subarray(i * cropSize, (i + 1) * cropSize);
    const startFrame = randomStart(spectrogram.rows, shape.numFrames, random);
    const gainDb = randomGainDb(params.augmentation, random);
    writeCrop(crop, { spectrogram, startFrame, normalisation, gainDb });
    maskRandomly(crop, shape, { strength: params.augmentation, random });
    const label = y.indices[clip]!;
    targets[i * y.classes.length + label] = classWeights[label]!;
  }
  if (params.mixup > 0)
    mixExamples({ images, targets }, { batchSize, share: params.mixup, random });
  scaleToSumOne(targets);
  return { images, targets, dropoutMask: makeDropoutMask(source, random) };
}

/**
 * mixup (Zhang et al. 2018, α = 1 with the larger share to the example itself): lays example i + 1 over example i for a
 * share of the batch, in place.
 */
function mixExamples(
  { images, targets }: Pick<Batch, 'images' | 'targets'>,
  { batchSize, share, random }: { batchSize: number; share: number; random: Random },
): void {
  const originals = [images, targets].map((values) => values.slice());
  for (let i = 0; i < batchSize; i++) {
    if (random.next() >= share) continue;
    const own = 0.5 + 0.5 * random.next();
    [images, targets].forEach((values, which) => {
      const size = values.length / batchSize;
      const partner = ((i + 1) % batchSize) * size;
      for (let k = 0; k < size; k++) {
        const other = originals[which]![partner + k]!;
        values[i * size + k] = own * values[i * size + k]! + (1 - own) * other;
      }
    });
  }
}

function makeDropoutMask(
  { batchSize, summarySize, params }: BatchSource,
  random: Random,
): Float32Array {
  const kept = 1 / (1 - params.dropout);
  return Float32Array.from({ length: batchSize * summarySize }, () =>
    random.next() < params.dropout ? 0 : kept,
  );
}
