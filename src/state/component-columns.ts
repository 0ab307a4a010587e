// The components that a run's trees ask about as columns with help: what each is mostly made of.

import type { Run } from '$lib/core/run-types';
import { columnTitle } from '$lib/features/column-title';
import type { FeatureColumn } from '$lib/features/extractor';
import { modelStore } from '$lib/storage/run-store';
import { componentName } from '$lib/trainers/pipeline/component-name';
import type { Condensation } from '$lib/trainers/pipeline/condensation';
import { findApproach } from '$lib/trainers/registry';

/** Columns told of each component; the others weigh less. */
const COLUMNS_TOLD = 3;

/** Empty for a run whose trees ask about the measurements themselves. */
export async function componentColumns({ id, config }: Run): Promise<FeatureColumn[]> {
  if (findApproach(config.approach)?.trainer !== 'pca-trees') return [];
  const model = await modelStore.get(id);
  const { condensationOf } = await import('$lib/trainers/pipeline/condensation');
  const described = { components: Infinity, columns: COLUMNS_TOLD };
  return describeComponents((model && condensationOf(model, described))?.strongest ?? []);
}

/** @param strongest the columns that weigh most in each component, heaviest first */
export function describeComponents(strongest: Condensation['strongest']): FeatureColumn[] {
  return strongest.map((loadings, index) => {
    const parts = loadings.map(({ column, weight }) => {
      const size = Math.abs(weight).toFixed(2);
      return `${columnTitle(column).title} (${weight < 0 ? '−' : '+'}${size})`;
    });
    return { name: componentName(index), unit: '', help: `Mostly ${parts.join('; ')}.` };
  });
}
