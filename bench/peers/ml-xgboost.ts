// ml-xgboost: XGBoost 0.7 compiled to WebAssembly, one thread. Takes half a minute for what the bench asks.

import { row, type Matrix } from '../../src/core/matrix';

interface MlXgboost {
  train(rows: readonly (readonly number[])[], labels: readonly number[]): void;
  free?(): void;
}

type Constructor = new (options: Record<string, string | number>) => MlXgboost;

/** Seconds to fit; null, with the reason on the console, where the package is missing. */
export async function fitMlXgboost(
  matrix: Matrix,
  labels: Int32Array,
  options: { eta: number; max_depth: number; rounds: number; maxBins: number },
): Promise<number | null> {
  const loaded = await import('ml-xgboost').catch((error: unknown) => {
    console.log(`No peer: ml-xgboost cannot be loaded (${String(error)}).`);
    return null;
  });
  if (!loaded) return null;
  const XGBoost = (await loaded.default) as Constructor;
  const rows = Array.from({ length: matrix.rows }, (_, i) => Array.from(row(matrix, i)));
  const booster = new XGBoost({
    booster: 'gbtree',
    objective: 'multi:softmax',
    tree_method: 'hist',
    eta: options.eta,
    max_depth: options.max_depth,
    max_bin: options.maxBins,
    subsample: 1,
    iterations: options.rounds,
  });
  const started = performance.now();
  booster.train(rows, [...labels]);
  return (performance.now() - started) / 1000;
}
