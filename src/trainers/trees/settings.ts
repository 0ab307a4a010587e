// The trainer's settings as numbers with names, read from the values of its parameters.

import type { ParamValues } from '../../core/run-types';
import { boostedTreesParams } from '../boosted-trees-params';
import { resolveParams } from '../params';
import type { GrowOptions } from './tree-task';

export interface BoostingSettings {
  readonly rounds: number;
  /** Rounds without improvement after which to stop; 0 never stops. */
  readonly patience: number;
  /** Share of the rows, and of the columns, that each tree sees, (0, 1]. */
  readonly rowShare: number;
  readonly columnShare: number;
  readonly maxBins: number;
  /** Weight of the rows that have a label against those that have not, where there are several labels a row. */
  readonly scalePosWeight: number;
  readonly tree: GrowOptions;
}

/** Throws `param-invalid` for a value outside its range. */
export function readSettings(values: ParamValues): BoostingSettings {
  const resolved = resolveParams(boostedTreesParams, values);
  const number = (name: string): number => Number(resolved[name]);
  return {
    rounds: number('rounds'),
    patience: number('early_stopping_rounds'),
    rowShare: number('subsample'),
    columnShare: number('colsample_bytree'),
    maxBins: number('max_bin'),
    scalePosWeight: number('scale_pos_weight'),
    tree: {
      eta: number('eta'),
      maxDepth: number('max_depth'),
      minChildWeight: number('min_child_weight'),
      gamma: number('gamma'),
      lambda: number('lambda'),
      alpha: number('alpha'),
    },
  };
}
