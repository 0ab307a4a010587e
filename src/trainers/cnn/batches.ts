// Puts training batches together: which clips, which excerpts, how varied, with which targets.
// Every choice hangs on (seed, epoch, place in the epoch) alone, so a resumed run makes the same batches.

import type { Random } from '../../core/random';
import type { CnnParams } from '../cnn-params';
import type { Labels, SpectrogramInput } from '../trainer';
import { maskRandomly, randomGainDb, randomStart, writeCrop, type CropShape } from './crops';
import type { BandNormalisation } from './normalisation';
import { scaleToSumOne } from './scale';

export interface Batch {
  /** Examples, those that only fill up the last group included. */
  readonly rows: number;
  /** Examples that are normalised together; divides `rows`. */
  readonly groupSize: number;
  /** Shape [rows, numFrames, numMels, 1]. */
  readonly images: Float32Array;
  /** Class shares times example weights, shape [rows, classes]; the sum is 1, zero for examples that fill up. */
  readonly targets: Float32Array;
  /** Of the step's dropout. */
  readonly dropoutSeed: number;
}

/** Most examples that are normalised together. */
const LARGEST_GROUP = 8;

/** How a batch falls into groups of equally many examples, filled up where it does not come out even. */
export function groupsOf(batchSize: number): { groups: number; groupSize: number } {
  const groups = Math.ceil(batchSize / LARGEST_GROUP);
  return { groups, groupSize: Math.ceil(batchSize / groups) };
}

export interface BatchSource {
  readonly x: SpectrogramInput;
  readonly y: Labels;
  readonly params: CnnParams;
  readonly shape: CropShape;
  readonly normalisation: BandNormalisation;
  /** Examples a batch learns from; every batch has exactly as many. */
  readonly batchSize: number;
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

/** Weight of each class: 1, or inverse to its share of the clips with mean 1 over clips. */
export function classWeightsOf(
  { indices, classes }: Labels,
  kind: CnnParams['classWeights'],
): Float64Array {
  if (kind === 'none') return new Float64Array(classes.length).fill(1);
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
  const numClasses = y.classes.length;
  const { groups, groupSize } = groupsOf(batchSize);
  const rows = groups * groupSize;
  const images = new Float32Array(rows * cropSize);
  const targets = new Float32Array(rows * numClasses);
  for (let i = 0; i < batchSize; i++) {
    const clip = order[step * batchSize + i]!;
    const spectrogram = await x.get(clip);
    const crop = images.subarray(i * cropSize, (i + 1) * cropSize);
    const startFrame = randomStart(spectrogram.rows, shape.numFrames, random);
    const gainDb = randomGainDb(params.augmentation, random);
    writeCrop(crop, { spectrogram, startFrame, normalisation, gainDb });
    maskRandomly(crop, shape, { strength: params.augmentation, random });
    const label = y.indices[clip]!;
    const answer = targets.subarray(i * numClasses, (i + 1) * numClasses);
    smoothAnswer(answer, label, params.labelSmoothing);
    for (let k = 0; k < numClasses; k++) answer[k]! *= classWeights[label]!;
  }
  if (params.mixup > 0)
    mixExamples({ images, targets }, { rows, batchSize, share: params.mixup, random });
  scaleToSumOne(targets);
  // Examples that fill up the last group are heard by batch normalisation alone: they have no target.
  for (let i = batchSize; i < rows; i++) {
    const first = (i - batchSize) * cropSize;
    images.copyWithin(i * cropSize, first, first + cropSize);
  }
  return { rows, groupSize, images, targets, dropoutSeed: Math.floor(random.next() * 2 ** 32) };
}

/** Label smoothing (Szegedy et al. 2016): a share of the answer goes to all classes alike. */
function smoothAnswer(answer: Float32Array, label: number, share: number): void {
  answer.fill(share / answer.length);
  answer[label]! += 1 - share;
}

interface MixOptions {
  readonly rows: number;
  /** Rows that are mixed; those after them stay as they are. */
  readonly batchSize: number;
  readonly share: number;
  readonly random: Random;
}

/**
 * mixup (Zhang et al. 2018, α = 1 with the larger share to the example itself): lays example i + 1 over example i for a
 * share of the batch, in place.
 */
function mixExamples(
  { images, targets }: Pick<Batch, 'images' | 'targets'>,
  { rows, batchSize, share, random }: MixOptions,
): void {
  const originals = [images, targets].map((values) => values.slice());
  for (let i = 0; i < batchSize; i++) {
    if (random.next() >= share) continue;
    const own = 0.5 + 0.5 * random.next();
    [images, targets].forEach((values, which) => {
      const size = values.length / rows;
      const partner = ((i + 1) % batchSize) * size;
      for (let k = 0; k < size; k++) {
        const other = originals[which]![partner + k]!;
        values[i * size + k] = own * values[i * size + k]! + (1 - own) * other;
      }
    });
  }
}
