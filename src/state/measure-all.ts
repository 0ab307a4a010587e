// Measures a whole dataset on the visitor's request: clips that cannot be measured leave it, and are named.

import type { OnProgress } from '$lib/core/progress';
import type { ExtractorId } from '$lib/features/registry';
import { failureError, isNotMeasurable } from './clip-failures';
import type { DatasetState } from './dataset.svelte';
import { extractMissing } from './extract-missing';
import { featurePool } from './workers';

export interface MeasureAllOptions {
  /** What is missing of its current dataset is measured. */
  readonly dataset: Pick<DatasetState, 'current' | 'sources' | 'setAside'>;
  readonly extractors: readonly ExtractorId[];
  readonly pool?: typeof featurePool;
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
}

/**
 * Where not one clip could be measured, setting aside is only offered: the fault may lie elsewhere.
 * @throws EarmarkError as `failureError` has it, for clips that stay without
 */
export async function measureAll({
  dataset,
  pool = featurePool,
  ...options
}: MeasureAllOptions): Promise<void> {
  const { current, sources, setAside } = dataset;
  if (!current) return;
  const { id, clips } = current;
  const { completed, failures } = await extractMissing({ ...options, clips, sources, pool });
  const unusable = completed > 0 ? failures.filter(isNotMeasurable) : [];
  await setAside.put(id, unusable);
  const others = failures.filter((failure) => !unusable.includes(failure));
  if (others.length === 0) return;
  setAside.offer(id, others);
  throw failureError(others);
}
