// Frees what nothing needs any more: features and copies of clips that were removed, tables whose dataset was, variants,
// checkpoints and starting models of runs that were, searches without a run whose dataset was.

import type { Dataset } from '$lib/core/dataset-types';
import type { Run } from '$lib/core/run-types';
import { runVariantIds } from '$lib/evaluation/examples';
import type { AudioSources } from '$lib/storage/audio-sources';
import { checkpointStore } from '$lib/storage/checkpoint-store';
import { datasetStore } from '$lib/storage/dataset-store';
import { featureStore } from '$lib/storage/feature-store';
import { runStore, startModelStore } from '$lib/storage/run-store';
import { sweepStore } from '$lib/storage/sweep-store';
import { tableStore } from '$lib/storage/table-store';
import { isOnlyTab, isRunLocked, withLibraryLock } from './locks';

export interface StillUsed {
  readonly datasets: Iterable<Dataset>;
  /** Called after what is kept was counted: of a run that is saved only then nothing is touched. */
  readRuns(): Promise<Iterable<Run>>;
}

/**
 * To be called while no import runs, in any tab: features come before the clip that they belong to. Training may run:
 * a run is saved before its variants are made, so variants that are there before the runs are read have their run.
 */
export async function clearUnused(
  { datasets, readRuns }: StillUsed,
  sources: AudioSources,
): Promise<void> {
  const used = new Set<string>();
  const tables = new Set<string>();
  const ids = new Set<string>();
  for (const { id, clips, table } of datasets) {
    ids.add(id);
    for (const clip of clips) used.add(clip.id);
    if (table) tables.add(table.id);
  }
  const isUnused = (id: string): boolean => !used.has(id);
  const features = (await featureStore.clipIds()).filter(isUnused);
  if (features.length > 0) await featureStore.deleteClips(new Set(features));
  const variants = await featureStore.variantIds();
  if (variants.length > 0) {
    const wanted = new Set(Array.from(await readRuns(), runVariantIds).flat());
    await featureStore.deleteVariants(new Set(variants.filter((id) => !wanted.has(id))));
  }
  const resumable = await checkpointStore.runIds();
  const started = await startModelStore.keys();
  if (resumable.length + started.length > 0) {
    const busy = await Promise.all(started.map(isRunLocked)); // a run is saved after what it starts from
    const runs = new Set(await runStore.keys()); // those that cannot be read back as well
    for (const id of resumable) if (!runs.has(id)) await checkpointStore.delete(id);
    await startModelStore.deleteMany(started.filter((id, i) => !busy[i] && !runs.has(id)));
  }
  await clearSweeps(ids, readRuns);
  // Another tab may still learn from a table, or bring back its dataset; its values could not be had again.
  if (await isOnlyTab()) await tableStore.deleteOthers(tables);
  const kept = (await sources.savedIds()).filter(isUnused);
  if (kept.length > 0) await sources.delete(kept);
}

async function clearSweeps(
  datasets: ReadonlySet<string>,
  readRuns: StillUsed['readRuns'],
): Promise<void> {
  const { rows } = await sweepStore.all();
  const plans = [...rows.values()].filter(({ dataset }) => !datasets.has(dataset.id));
  if (plans.length === 0) return;
  const withRuns = new Set(Array.from(await readRuns(), ({ sweep }) => sweep?.id));
  await sweepStore.deleteMany(plans.map(({ id }) => id).filter((id) => !withRuns.has(id)));
}

/** What the saved datasets and runs do not need, once no import runs. */
export function clearLibrary(sources: AudioSources): Promise<void> {
  const { signal } = new AbortController();
  return withLibraryLock(signal, async () => {
    const { rows: datasets } = await datasetStore.all();
    const readRuns = async () => (await runStore.all()).rows.values();
    await clearUnused({ datasets: datasets.values(), readRuns }, sources);
  });
}
