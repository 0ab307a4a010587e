// Gets ready what a run learns from: what its clips with sound still lack is measured; a table has all there is.

import { poolingOf } from '$lib/backbones/embedding-choice';
import type { Dataset } from '$lib/core/dataset-types';
import type { Run } from '$lib/core/run-types';
import { featureColumns } from '$lib/datasets/tables/table-dataset';
import { runVariants } from '$lib/evaluation/examples';
import type { FeatureColumns } from '$lib/evaluation/table-rows';
import { extractorsAmong, loadExtractor, type ExtractorId } from '$lib/features/registry';
import { hearingsOf, type Hearing } from '$lib/trainers/hearings';
import type { Approach } from '$lib/trainers/registry';
import { variantCountOf } from '$lib/trainers/variants-param';
import type { BackbonesState } from './backbones.svelte';
import { failureError, type ClipFailure } from './clip-failures';
import { embedMissing } from './embed-missing';
import type { DatasetState } from './dataset.svelte';
import { extractMissing } from './extract-missing';
import { ProgressClock } from './progress-clock';
import { warmUp } from './warm-up';
import { embeddingWorker, featurePool } from './workers';

export interface PrepareInputOptions {
  readonly run: Run;
  readonly approach: Approach;
  /** As it was when the run began: another may be chosen meanwhile. */
  readonly dataset: Dataset;
  readonly parts: Pick<DatasetState, 'sources' | 'setAside'>;
  readonly backbones: BackbonesState;
  readonly signal: AbortSignal;
  onProgress(progress: { what: string; fraction: number; secondsLeft: number | null }): void;
}

/**
 * What of a table is learned from; undefined for clips with sound.
 * @throws EarmarkError for clips that could not be measured
 */
export async function prepareInput(
  options: PrepareInputOptions,
): Promise<FeatureColumns | undefined> {
  const { run, approach, dataset, parts, signal, onProgress } = options;
  const { clips, table } = dataset;
  if (approach.usesTensors) warmUp(run.config, run.classes.length, signal);
  if (table) {
    const { columns, names } = featureColumns(table.columns);
    return { tableId: table.id, columns, names };
  }
  const features = approach.features(run.config);
  const extractors = extractorsAmong(features);
  const what = await measuringOf(extractors, variantCountOf(run.config.params));
  const clock = new ProgressClock();
  const { failures } = await extractMissing({
    clips,
    extractors,
    variantsOf: runVariants(run),
    sources: parts.sources,
    pool: featurePool,
    signal,
    onProgress: (fraction) =>
      onProgress({ what, fraction, secondsLeft: clock.tick(fraction, 1).secondsLeft }),
  });
  signal.throwIfAborted();
  const missing = [...failures];
  for (const hearing of hearingsOf(run.config)) missing.push(...(await embed(options, hearing)));
  if (missing.length > 0) {
    parts.setAside.offer(run.dataset.id, missing);
    throw failureError(missing);
  }
  return undefined;
}

/** What a pretrained network says of the clips; clips that it could not hear. */
async function embed(
  { run, dataset, parts, backbones, signal, onProgress }: PrepareInputOptions,
  { backbone, params, feature }: Hearing,
): Promise<readonly ClipFailure[]> {
  const clock = new ProgressClock();
  const what = `Listening with ${backbone.title}`;
  return embedMissing({
    clips: dataset.clips,
    backbone,
    contract: backbones.get(backbone).contract,
    pooling: poolingOf(params),
    feature,
    variantsOf: runVariants(run),
    sources: parts.sources,
    pool: featurePool,
    network: embeddingWorker,
    signal,
    onProgress: (fraction) =>
      onProgress({ what, fraction, secondsLeft: clock.tick(fraction, 1).secondsLeft }),
  });
}

/** "Measuring timbre, harmony and loudness": what the clips still lack may be any of it. */
async function measuringOf(ids: readonly ExtractorId[], variants: number): Promise<string> {
  const titles = await Promise.all(ids.map(async (id) => (await loadExtractor(id)).title));
  const versions = variants > 0 ? ', also of extra versions' : '';
  return `Measuring: ${titles.join('; ')}${versions}`;
}
