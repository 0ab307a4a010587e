// Puts training batches together: which clips, which excerpts, how varied, with which targets.
// Every choice hangs on (seed, epoch, place in the epoch) alone, so a resumed run makes the same batches.

import type { Random } from '../../core/random';
import type { CnnParams } from '../cnn-params';
import type { Labels, SpectrogramInput } from '../trainer';
import type { Answers } from './answers';
import { maskRandomly, randomGainDb, randomStart, writeCrop, type CropShape } from './crops';
import type { BandNormalisation } from './normalisation';
import { scaleToSumOne } from '../scale';

export interface Batch {
  /** Examples, those that only fill up the last group included. */
  readonly rows: number;
  /** Examples that are normalised together; divides `rows`. */
  readonly groupSize: number;
  /** Shape [rows, numFrames, numMels, 1]. */
  readonly images: Float32Array;
  /**
   * Class shares times example weights, shape [rows, classes]; the sum is 1. Where each label is a question of its own:
   * wanted probabilities times their weights. Zero for examples that fill up.
   */
  readonly targets: Float32Array;
  /** Weight of each label's question, shape [rows, classes], sum 1; only where each is one of its own. */
  readonly answerWeights?: Float32Array;
  /** 1 where the example itself has a label, shape [batch size, classes]; there as well. */
  readonly memberships?: Uint8Array;
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

export interface BatchPlace {
  /** As `epochOrder` gave it. */
  readonly order: Int32Array;
  /** Counted from 0 in the epoch. */
  readonly step: number;
  readonly answers: Answers;
  /** The epoch's own. */
  readonly random: Random;
}

export async function makeBatch(source: BatchSource, place: BatchPlace): Promise<Batch> {
  const { x, y, params, shape, batchSize, normalisation } = source;
  const { order, step, answers } = place;
  const random = place.random.fork(`step-${step}`);
  const cropSize = shape.numFrames * shape.numMels;
  const numClasses = y.classes.length;
  const { groups, groupSize } = groupsOf(batchSize);
  const rows = groups * groupSize;
  const images = new Float32Array(rows * cropSize);
  const targets = new Float32Array(rows * numClasses);
  const answerWeights = y.memberships ? new Float32Array(rows * numClasses) : null;
  const memberships = y.memberships ? new Uint8Array(batchSize * numClasses) : null;
  for (let i = 0; i < batchSize; i++) {
    const clip = order[step * batchSize + i]!;
    const spectrogram = await x.get(clip);
    const crop = images.subarray(i * cropSize, (i + 1) * cropSize);
    const startFrame = randomStart(spectrogram.rows, shape.numFrames, random);
    const gainDb = randomGainDb(params.augmentation, random);
    writeCrop(crop, { spectrogram, startFrame, normalisation, gainDb });
    maskRandomly(crop, shape, { strength: params.augmentation, random });
    const [from, to] = [i * numClasses, (i + 1) * numClasses];
    const weights = answerWeights?.subarray(from, to) ?? null;
    answers.write(clip, targets.subarray(from, to), weights);
    const labels = y.memberships?.subarray(clip * numClasses, (clip + 1) * numClasses);
    if (labels) memberships?.set(labels, from);
  }
  const mixed = answerWeights ? [images, targets, answerWeights] : [images, targets];
  if (params.mixup > 0) mixExamples(mixed, { rows, batchSize, share: params.mixup, random });
  scaleToSumOne(targets, answerWeights ?? targets);
  // Examples that fill up the last group are heard by batch normalisation alone: they have no target.
  for (let i = batchSize; i < rows; i++) {
    const first = (i - batchSize) * cropSize;
    images.copyWithin(i * cropSize, first, first + cropSize);
  }
  return {
    ...{ rows, groupSize, images, targets },
    ...(answerWeights && memberships && { answerWeights, memberships }),
    dropoutSeed: Math.floor(random.next() * 2 ** 32),
  };
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
 * @param mixed each shape [rows, any]
 */
function mixExamples(
  mixed: readonly Float32Array[],
  { rows, batchSize, share, random }: MixOptions,
): void {
  const originals = mixed.map((values) => values.slice());
  for (let i = 0; i < batchSize; i++) {
    if (random.next() >= share) continue;
    const own = 0.5 + 0.5 * random.next();
    mixed.forEach((values, which) => {
      const size = values.length / rows;
      const partner = ((i + 1) % batchSize) * size;
      for (let k = 0; k < size; k++) {
        const other = originals[which]![partner + k]!;
        values[i * size + k] = own * values[i * size + k]! + (1 - own) * other;
      }
    });
  }
}
