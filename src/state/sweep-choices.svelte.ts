// The form of a search for settings: its kind, its tries, and which settings vary between which bounds. Each approach keeps
// its own ranges.

import type { ParamSpec } from '$lib/core/run-types';
import {
  MOST_TRIES,
  type SweepChoices,
  type SweepKind,
  type SweepPlan,
} from '$lib/evaluation/sweep/plan';
import {
  declaredRange,
  rangeProblem,
  sweepableParams,
  type ParamRange,
} from '$lib/evaluation/sweep/ranges';
import type { TrainForm } from '$lib/storage/settings-store';
import { findApproach } from '$lib/trainers/registry';

const DEFAULT_TRIES = 9;

/** A setting that can be searched. */
export interface RangeChoice {
  readonly spec: ParamSpec;
  readonly range: ParamRange;
  /** Without it the setting stays as the form has it. */
  readonly varies: boolean;
}

type RangeChange = Partial<Omit<RangeChoice, 'spec'>>;
type Changes = Readonly<Record<string, Readonly<Record<string, RangeChange>>>>;

export class SweepChoice {
  kind = $state<SweepKind>('random');
  /** Settings to try; NaN where nothing was entered. */
  tries = $state(DEFAULT_TRIES);
  /** What differs from what is declared, by approach and setting. */
  #changed = $state.raw<Changes>({});

  /** @param approachId whose settings they are; @param specs the settings that are left to choose */
  rangesOf(approachId: string, specs: readonly ParamSpec[]): readonly RangeChoice[] {
    return sweepableParams(specs).map((spec) => ({
      spec,
      range: declaredRange(spec)!,
      varies: true,
      ...this.#changed[approachId]?.[spec.name],
    }));
  }

  change(approachId: string, name: string, change: RangeChange): void {
    const known = this.#changed[approachId];
    const changed = { ...known, [name]: { ...known?.[name], ...change } };
    this.#changed = { ...this.#changed, [approachId]: changed };
  }

  /** What was chosen, to be kept. */
  get kept(): TrainForm['search'] {
    const { kind, tries } = this;
    return { kind, tries: isTries(tries) ? tries : DEFAULT_TRIES, ranges: usable(this.#changed) };
  }

  /** Takes up what was kept. */
  restore({ kind, tries, ranges }: TrainForm['search']): void {
    this.kind = kind;
    this.tries = isTries(tries) ? tries : DEFAULT_TRIES;
    this.#changed = usable(ranges);
  }

  /** Shows what a search tries. */
  show({ kind, config, candidates, ranges }: SweepPlan): void {
    const specs = sweepableParams(findApproach(config.approach)?.params ?? []);
    const changes = specs.map(({ name }): [string, RangeChange] => {
      const range = ranges[name];
      return [name, range ? { range, varies: true } : { varies: false }];
    });
    this.kind = kind;
    this.tries = candidates.length;
    this.#changed = { ...this.#changed, [config.approach]: Object.fromEntries(changes) };
  }

  /** @param canHalve there is a length of training that can be shortened */
  of(ranges: readonly RangeChoice[], canHalve: boolean): SweepChoices {
    const varied = ranges.filter(({ varies }) => varies);
    return {
      kind: canHalve ? this.kind : 'random',
      tries: this.tries,
      ranges: Object.fromEntries(varied.map(({ spec, range }) => [spec.name, range])),
    };
  }
}

function isTries(tries: number): boolean {
  return Number.isInteger(tries) && tries >= 1 && tries <= MOST_TRIES;
}

/** Without approaches and settings that are unknown, and without ranges that cannot be drawn from. */
function usable(changes: Changes): TrainForm['search']['ranges'] {
  const known = Object.entries(changes).map(([approachId, changed]) => {
    const specs = sweepableParams(findApproach(approachId)?.params ?? []);
    const ofSpecs = specs.flatMap((spec) => {
      const { range, ...rest } = changed[spec.name] ?? {};
      const isUsable = range && rangeProblem(spec, range) === '';
      return [[spec.name, { ...rest, ...(isUsable && { range: mutable(range) }) }] as const];
    });
    const told = ofSpecs.filter(([, change]) => Object.keys(change).length > 0);
    return [approachId, Object.fromEntries(told)] as const;
  });
  return Object.fromEntries(known.filter(([, changed]) => Object.keys(changed).length > 0));
}

function mutable(range: ParamRange) {
  return range.kind === 'choice' ? { ...range, options: [...range.options] } : range;
}
