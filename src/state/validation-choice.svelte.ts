// How the next run is to be examined: on one split, or by cross-validation.

import type { CrossValidation, ParamValue } from '$lib/core/run-types';
import { foldParams } from '$lib/evaluation/fold-params';
import type { TrainForm } from '$lib/storage/settings-store';
import { allowedValues, defaultsOf } from '$lib/trainers/params';

export type ValidationKind = 'none' | 'kfold';

export class ValidationChoice {
  kind = $state<ValidationKind>('none');
  readonly specs = foldParams;
  values = $state<Record<string, ParamValue>>({ ...defaultsOf(foldParams) });

  /** As they were entered; null for one split. */
  get folds(): Record<string, ParamValue> | null {
    return this.kind === 'kfold' ? $state.snapshot(this.values) : null;
  }

  /** What was chosen, to be kept. */
  get kept(): TrainForm['validation'] {
    return { kind: this.kind, values: allowedValues(foldParams, this.values) };
  }

  /** Takes up what was kept. */
  takeUp({ kind, values }: TrainForm['validation']): void {
    this.kind = kind;
    this.values = { ...allowedValues(foldParams, values) };
  }

  /** Shows what a run did. */
  restore(crossValidation: CrossValidation | undefined): void {
    this.kind = crossValidation ? 'kfold' : 'none';
    if (crossValidation) this.values = { ...crossValidation };
  }
}
