// Advice on settings that can be trained with but will hardly do well, in words. It refuses nothing.

import type { ParamValues } from '../core/run-types';
import { wilsonInterval } from '../evaluation/intervals';
import { variantCountOf } from '../trainers/variants-param';
import { count, counted, number } from './format';

export interface AdvisedForm {
  /** Valid ones, as the next run would have them. */
  readonly params: ParamValues;
  /** Clips that a model learns from at once: of one fold, where there are folds. */
  readonly trainClips: number;
  /** Clips that the score will be on. */
  readonly scoredClips: number;
  /** Of every clip with sound. */
  readonly clipSeconds: readonly number[];
}

/** Fewer, and a score says little. */
const FEW_SCORED_CLIPS = 30;
/** Adam seldom gets anywhere with it, whatever the batch. */
const HIGHEST_LEARNING_RATE = 0.1;
/** The highest that is worth trying with a batch of 32; it may grow with the square root of the batch (the rule for Adam). */
const HIGH_LEARNING_RATE = 0.02;
const USUAL_BATCH = 32;
/** Files are often a little shorter than they are called. */
const SHORTER_BY_SECONDS = 0.1;

/** A sentence or two each; empty where there is nothing to say. */
export function adviceOn(form: AdvisedForm): readonly string[] {
  return [scoreAdvice(form), rateAdvice(form), excerptAdvice(form), batchAdvice(form)].filter(
    (text) => text !== '',
  );
}

function scoreAdvice({ scoredClips }: AdvisedForm): string {
  if (scoredClips === 0 || scoredClips >= FEW_SCORED_CLIPS) return '';
  const [low, high] = wilsonInterval(scoredClips / 2, scoredClips);
  const points = Math.round(((high - low) / 2) * 100);
  return `The score will be on ${counted(scoredClips, 'clip')} only: its accuracy is known to about ± ${points} points (95 % interval). Small differences between runs mean nothing then; more clips or cross-validation help.`;
}

function rateAdvice({ params: { learningRate: rate, batchSize } }: AdvisedForm): string {
  if (typeof rate !== 'number' || typeof batchSize !== 'number') return '';
  if (rate >= HIGHEST_LEARNING_RATE) {
    return `A learning rate of ${number(rate)} is very high: the loss will likely jump about, or training ends with no loss at all (NaN). 0.0005 to 0.01 is usual.`;
  }
  if (rate <= HIGH_LEARNING_RATE * Math.sqrt(batchSize / USUAL_BATCH)) return '';
  return `A learning rate of ${number(rate)} is high for batches of ${count(batchSize)}: if the loss jumps about, lower it or take larger batches.`;
}

function excerptAdvice({ params: { cropSeconds }, clipSeconds }: AdvisedForm): string {
  if (typeof cropSeconds !== 'number' || clipSeconds.length === 0) return '';
  const short = clipSeconds.filter((seconds) => seconds < cropSeconds - SHORTER_BY_SECONDS).length;
  if (short <= clipSeconds.length / 2) return '';
  const which =
    short === clipSeconds.length
      ? 'any of the clips'
      : `${count(short)} of the ${count(clipSeconds.length)} clips`;
  return `Excerpts of ${number(cropSeconds)} s are longer than ${which}: short clips are repeated to fill them, which costs time and tells nothing new.`;
}

function batchAdvice({ params, trainClips }: AdvisedForm): string {
  const { batchSize, cropsPerEpoch } = params;
  if (typeof batchSize !== 'number' || typeof cropsPerEpoch !== 'number') return '';
  const excerpts = trainClips * (1 + variantCountOf(params)) * cropsPerEpoch;
  if (excerpts === 0 || batchSize <= excerpts) return '';
  return `A batch of ${count(batchSize)} is more than the ${counted(excerpts, 'excerpt')} of an epoch: the network corrects itself only once an epoch, with all of them. Smaller batches learn sooner.`;
}
