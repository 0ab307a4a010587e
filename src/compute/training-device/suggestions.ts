// What a person could do to train faster or more safely, in words, from what is known of the device.

import type { PhaseShares } from '../../core/training-device';
import { timesWords } from './batch-words';

export interface DeviceFacts {
  /** The processor computes: there is no graphics processor that the browser may use, or one that it imitates. */
  readonly isProcessor: boolean;
  /** How often the device was lost since the page was opened. */
  readonly losses: number;
  readonly shares: PhaseShares | null;
  /** Examples a step learns from, and those worked on at once. */
  readonly batchSize: number;
  readonly examplesAtOnce: number;
  /** Median milliseconds of a step by examples at once. */
  readonly stepMilliseconds: ReadonlyMap<number, number>;
  /** Whether a batch of that size could be worked on at once. */
  fits(batchSize: number): boolean;
  /** Smallest number of examples at once that memory did not suffice for; null where it always did. */
  readonly ranOutAt: number | null;
}

/** A larger batch is worth a word if it is this much faster. */
const WORTH_SAYING = 1.15;
/** From this share on a phase is what a step waits for. */
const MOST = 0.5;
/** Larger batches than these are not proposed: they learn worse from few clips. */
const LARGEST_PROPOSED = 64;
/** Proposed where nothing was timed that a gain could be told from. */
const USUAL_BATCH = 32;

/** Most important first. */
export function suggestionsFor(facts: DeviceFacts): readonly string[] {
  return [noGpu(facts), lost(facts), ranOut(facts), largerBatch(facts), slowInput(facts)].filter(
    (suggestion) => suggestion !== null,
  );
}

function noGpu({ isProcessor }: DeviceFacts): string | null {
  return isProcessor
    ? 'This computer has no graphics processor (GPU) that the browser may use: in Chrome or Edge on one that has, training is many times faster.'
    : null;
}

function lost({ losses }: DeviceFacts): string | null {
  if (losses === 0) return null;
  const times = losses === 1 ? 'once' : losses === 2 ? 'twice' : `${losses} times`;
  return `Close other tabs and programs that draw: the device was lost ${times}.`;
}

function ranOut({ ranOutAt }: DeviceFacts): string | null {
  return ranOutAt === null
    ? null
    : `Close other tabs and programs that draw: the graphics memory was full at ${ranOutAt} excerpts at once.`;
}

/** Only where the whole batch is worked on at once: else a larger one changes nothing. */
function largerBatch(facts: DeviceFacts): string | null {
  const { batchSize, examplesAtOnce, isProcessor } = facts;
  if (isProcessor || examplesAtOnce < batchSize) return null;
  const gain = expectedGain(facts);
  if (gain === null) {
    return batchSize < USUAL_BATCH && facts.fits(USUAL_BATCH)
      ? `A batch of ${USUAL_BATCH} would fit, and keep the graphics processor busier.`
      : null;
  }
  const proposed = 2 * batchSize;
  return gain >= WORTH_SAYING && proposed <= LARGEST_PROPOSED && facts.fits(proposed)
    ? `A batch of ${proposed} would fit and be about ${timesWords(gain)} faster.`
    : null;
}

/**
 * How many times faster a batch of twice the size is expected to go through the clips: a part of n excerpts takes a + b·n,
 * told from the two largest sizes that were timed; null where only one was.
 */
function expectedGain({ batchSize, stepMilliseconds }: DeviceFacts): number | null {
  const [large, small] = [...stepMilliseconds].sort(([a], [b]) => b - a);
  if (!large || !small || large[0] !== batchSize) return null;
  const [smallSize, smallTime] = small;
  const [, largePart] = large;
  const smallPart = (smallTime * smallSize) / batchSize;
  const slope = (largePart - smallPart) / (batchSize - smallSize);
  const twice = largePart + Math.max(0, slope) * batchSize;
  return (2 * largePart) / twice;
}

function slowInput({ shares }: DeviceFacts): string | null {
  return shares && shares.input >= MOST
    ? 'Most of the time goes into reading the clips: close what else reads from the disk, or give the network more to do (width).'
    : null;
}
