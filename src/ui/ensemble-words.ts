// What is said of an ensemble: its gain over its best member, its members and the weight of each.

import type { EnsembleGain, EnsembleMember, EnsembleUse } from '../core/run-types';
import { findApproach } from '../trainers/registry';
import { decimal, percent, percentPrecise } from './format';

/** "+3.1 points over the best member (CNN, 84.0 %); 95 % interval −1.0 to +7.5, so it could be chance." */
export function gainWords(
  { gain, low, high, bestMember, memberAccuracy }: EnsembleGain,
  { members }: EnsembleUse,
  validationClips: number,
): string {
  const chosen =
    validationClips > 0
      ? 'which the validation clips chose'
      : 'which is the first, as there were no validation clips to choose by';
  const member = members[bestMember];
  const name = member ? `${memberName(member)}, ` : '';
  const verdict =
    low > 0
      ? 'so it is a real gain'
      : high < 0
        ? 'so the member alone does better'
        : 'so the difference could be chance';
  return `${points(gain)} points over the best member (${name}${percentPrecise(memberAccuracy)}), ${chosen}. 95 % interval ${points(low)} to ${points(high)}, ${verdict}.`;
}

/** "Weights of the vote: Baseline 62 %, CNN 38 %." */
export function weightWords(weights: readonly number[], { members }: EnsembleUse): string {
  const shares = members.map((member, m) => `${memberName(member)} ${percent(weights[m] ?? 0)}`);
  return `Weights of the vote: ${shares.join(', ')}.`;
}

/** "CNN". */
export function memberName({ approach }: EnsembleMember): string {
  return findApproach(approach)?.shortTitle ?? approach;
}

function points(share: number): string {
  const rounded = decimal(Math.abs(share) * 100);
  if (rounded === decimal(0)) return '±0.0';
  return `${share > 0 ? '+' : '−'}${rounded}`;
}
