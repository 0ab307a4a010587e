// Divides clips with several labels each so that every part has its share of every label: iterative stratification
// (Sechidis, Tsoumakas & Vlahavas 2011), the rarest label first, over groups that stay together (tracks, artists).

import type { Random } from '../core/random';

export interface LabelledGroup {
  readonly clips: { readonly length: number };
  /** Clips a label, by label index; only the labels it has. */
  readonly counts: ReadonlyMap<number, number>;
}

export interface StrataOptions {
  readonly numLabels: number;
  /** Share of the clips that each part should get, sum 1; a part of share 0 gets none. */
  readonly shares: readonly number[];
  readonly random: Random;
}

/**
 * Part of every group. A label with as many groups as there are parts has one in each, unless that would take another
 * label's last.
 */
export function dealByLabels(groups: readonly LabelledGroup[], options: StrataOptions): Int32Array {
  const strata = new Strata(groups, options);
  strata.deal();
  strata.repair();
  return strata.parts;
}

const UNDEALT = -1;

class Strata {
  readonly parts: Int32Array;
  readonly #groups: readonly LabelledGroup[];
  /** The parts that get something. */
  readonly #open: readonly number[];
  /** In chance order, large groups first: small ones even out what those leave uneven. */
  readonly #order: readonly number[];
  /** Groups that have a label, in that order. */
  readonly #members: readonly number[][];
  /** Clips that a part still wants, [part], and of a label, [part][label]. */
  readonly #wanted: number[];
  readonly #wantedOf: readonly Float64Array[];
  /** Groups that a part has, [part][label]. */
  readonly #held: readonly Uint32Array[];

  constructor(groups: readonly LabelledGroup[], { numLabels, shares, random }: StrataOptions) {
    this.#groups = groups;
    this.parts = new Int32Array(groups.length).fill(UNDEALT);
    this.#open = [...shares.keys()].filter((part) => shares[part]! > 0);
    const order = random.shuffle([...groups.keys()]);
    this.#order = order.sort((a, b) => groups[b]!.clips.length - groups[a]!.clips.length);
    this.#members = Array.from({ length: numLabels }, () => []);
    const totals = new Float64Array(numLabels);
    let clips = 0;
    for (const i of this.#order) {
      clips += groups[i]!.clips.length;
      for (const [label, n] of groups[i]!.counts) {
        this.#members[label]!.push(i);
        totals[label]! += n;
      }
    }
    this.#wanted = shares.map((share) => share * clips);
    this.#wantedOf = shares.map((share) => totals.map((total) => share * total));
    this.#held = shares.map(() => new Uint32Array(numLabels));
  }

  deal(): void {
    const left = this.#members.map((members) => members.length);
    for (let label = rarest(left); label !== null; label = rarest(left)) {
      for (const group of this.#members[label]!) {
        if (this.parts[group] !== UNDEALT) continue;
        this.#put(group, this.#neediest(label, left[label]!));
        for (const other of this.#groups[group]!.counts.keys()) left[other]!--;
      }
    }
    for (const group of this.#order) {
      if (this.parts[group] === UNDEALT)
        this.#put(
          group,
          this.#most((part) => this.#wanted[part]!),
        );
    }
  }

  /** Labels that were dealt along with rarer ones may be missing from a part: a group that can be spared moves there. */
  repair(): void {
    const byRarity = [...this.#members.keys()].sort(
      (a, b) => this.#members[a]!.length - this.#members[b]!.length,
    );
    for (const label of byRarity) {
      const members = this.#members[label]!;
      if (members.length < this.#open.length) continue;
      for (const part of this.#open) {
        if (this.#held[part]![label]! > 0) continue;
        const spare = members.filter((group) => this.#canSpare(group, label));
        const [smallest] = spare.sort((a, b) => this.#cost(a) - this.#cost(b));
        if (smallest === undefined) continue;
        this.#take(smallest);
        this.#put(smallest, part);
      }
    }
  }

  /** The part that lacks most of the label; while there are only enough groups for the parts without any, one of these. */
  #neediest(label: number, left: number): number {
    const without = this.#open.filter((part) => this.#held[part]![label] === 0);
    const among = left <= without.length ? without : this.#open;
    const most = Math.max(...among.map((part) => this.#wantedOf[part]![label]!));
    const equal = among.filter((part) => this.#wantedOf[part]![label]! >= most - TIE);
    return this.#most((part) => this.#wanted[part]!, equal);
  }

  #most(of: (part: number) => number, among: readonly number[] = this.#open): number {
    return among.reduce((best, part) => (of(part) > of(best) + TIE ? part : best));
  }

  #put(group: number, part: number): void {
    this.parts[group] = part;
    this.#count(group, 1);
  }

  #take(group: number): void {
    this.#count(group, -1);
    this.parts[group] = UNDEALT;
  }

  #count(group: number, sign: 1 | -1): void {
    const part = this.parts[group]!;
    const { clips, counts } = this.#groups[group]!;
    this.#wanted[part]! -= sign * clips.length;
    for (const [label, n] of counts) {
      this.#wantedOf[part]![label]! -= sign * n;
      this.#held[part]![label]! += sign;
    }
  }

  /** Its part keeps the label, and every other one that could be in all parts. */
  #canSpare(group: number, label: number): boolean {
    const held = this.#held[this.parts[group]!]!;
    for (const other of this.#groups[group]!.counts.keys()) {
      const isNeeded = other === label || this.#members[other]!.length >= this.#open.length;
      if (isNeeded && held[other]! < 2) return false;
    }
    return true;
  }

  #cost(group: number): number {
    return this.#groups[group]!.clips.length * (1 + this.#groups[group]!.counts.size);
  }
}

/** Two shares that are the same up to rounding. */
const TIE = 1e-9;

/** The label with the fewest groups that are not dealt; null when all are. */
function rarest(left: readonly number[]): number | null {
  let best: number | null = null;
  for (const [label, count] of left.entries()) {
    if (count > 0 && (best === null || count < left[best]!)) best = label;
  }
  return best;
}
