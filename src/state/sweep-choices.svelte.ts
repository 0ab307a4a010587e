// The form of a search for settings: its kind, its tries, and which settings vary between which bounds. Each approach keeps
// its own ranges.

import type { ParamSpec } from '$lib/core/run-types';
import type { SweepChoices, SweepKind } from '$lib/evaluation/sweep/plan';
import { declaredRange, sweepableParams, type ParamRange } from '$lib/evaluation/sweep/ranges';

const DEFAULT_TRIES = 9;

/** A setting that can be searched. */
export interface RangeChoice {
  readonly spec: ParamSpec;
  readonly range: ParamRange;
  /** Without it the setting stays as the form has it. */
  readonly varies: boolean;
}

export class SweepChoice {
  kind = $state<SweepKind>('random');
  /** Settings to try; NaN where nothing was entered. */
  tries = $state(DEFAULT_TRIES);
  /** What differs from what is declared, by approach and setting. */
  #changed = $state.raw<Readonly<Record<string, Partial<Omit<RangeChoice, 'spec'>>>>>({});

  /** @param approachId whose settings they are; @param specs the settings that are left to choose */
  rangesOf(approachId: string, specs: readonly ParamSpec[]): readonly RangeChoice[] {
    return sweepableParams(specs).map((spec) => ({
      spec,
      range: declaredRange(spec)!,
      varies: true,
      ...this.#changed[`${approachId} ${spec.name}`],
    }));
  }

  change(approachId: string, name: string, change: Partial<Omit<RangeChoice, 'spec'>>): void {
    const key = `${approachId} ${name}`;
    this.#changed = { ...this.#changed, [key]: { ...this.#changed[key], ...change } };
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
