// What a run learns from: its training clips as they are, and the augmented versions of them that it asked for.
// The one place that says which clips have variants, for those who make them and for those who learn from them.

import type { Clip } from '../core/dataset-types';
import type { Run } from '../core/run-types';
import { variantId, type Variant } from '../core/variant';
import { variantsOf } from '../features/clip-variants';
import { variantCountOf } from '../trainers/variants-param';

/** One thing to learn from or to predict: the id that its features are kept under, and its genre or labels. A clip is one. */
export type Example = Pick<Clip, 'id' | 'genre' | 'labels' | 'row'>;

/** What decides on a run's variants. */
export interface VariantPlan {
  readonly config: Pick<Run['config'], 'seed' | 'params'>;
  readonly split: Pick<Run['split'], 'train'>;
}

/** The variants that the run learns from beside the clip itself; none of a clip held out for validation or test. */
export function runVariants({ config, split }: VariantPlan): (clipId: string) => Variant[] {
  const choice = { seed: config.seed, count: variantCountOf(config.params) };
  if (choice.count === 0) return () => [];
  const train = new Set(split.train);
  return (clipId) => (train.has(clipId) ? variantsOf(clipId, choice) : []);
}

/** Ids of all variants that the run learns from. */
export function runVariantIds(plan: VariantPlan): string[] {
  if (variantCountOf(plan.config.params) === 0) return [];
  const variants = runVariants(plan);
  return plan.split.train.flatMap((id) => variants(id).map((variant) => variantId(id, variant)));
}

/** The clips, then their variants, each under the genre and labels of its clip. */
export function trainingExamples(clips: readonly Clip[], plan: VariantPlan): Example[] {
  const variants = runVariants(plan);
  const varied = clips.flatMap(({ id, genre, labels }) =>
    variants(id).map((variant) => ({ id: variantId(id, variant), genre, labels })),
  );
  return [...clips, ...varied];
}
