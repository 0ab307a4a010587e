// How an answer for a whole recording comes about, in words: of which pieces it is the mean, and of what theirs are.

import type { Run } from '../core/run-types';
import type { ClassifiedFile } from '../rpc/interfaces';
import { CROPS_PER_CLIP } from '../trainers/cnn/inference';
import { findApproach } from '../trainers/registry';
import { counted, number } from './format';

type Stretches = Pick<ClassifiedFile, 'windows'>;

/** "the mean of 6 stretches (5 s each, the last 7.1 s), each counted by its length". */
export function stretchWords({ windows }: Stretches): string {
  const [first] = windows;
  const last = windows.at(-1);
  if (!first || !last || windows.length === 1) return 'heard in one stretch';
  const [each, end] = [lengthOf(first), lengthOf(last)];
  const lengths = each === end ? `${each} s each` : `${each} s each, the last ${end} s`;
  return `the mean of ${counted(windows.length, 'stretch', 'stretches')} (${lengths}), each counted by its length`;
}

/** Of a network that looks at excerpts of each stretch; "" of any other model. */
export function excerptWords({ config }: Pick<Run, 'config'>): string {
  const seconds = config.params['cropSeconds'];
  if (findApproach(config.approach)?.trainer !== 'cnn' || typeof seconds !== 'number') return '';
  return `The network looks at excerpts of ${number(seconds)} s. In each stretch it takes as many as cover it (${CROPS_PER_CLIP} at most, spread evenly) and averages their probabilities.`;
}

/** Seconds, to a tenth. */
function lengthOf({ startSeconds, endSeconds }: ClassifiedFile['windows'][number]): string {
  return number(Math.round(10 * (endSeconds - startSeconds)) / 10);
}
