// Which pretrained networks a run hears its clips with: its own, or those of its members; each under what is kept of it.

import type { BackboneUse, FeatureChoice, ParamValues } from '../core/run-types';
import type { EmbeddingId } from '../features/embedding-feature';
import { chosenEmbedding } from './backbone-params';

export interface Hearing {
  readonly backbone: BackboneUse;
  readonly params: ParamValues;
  /** What its embeddings are kept under. */
  readonly feature: EmbeddingId;
}

/** None twice. */
export function hearingsOf(choice: FeatureChoice): Hearing[] {
  const choices = choice.ensemble?.members ?? [choice];
  const hearings = choices.flatMap(({ params, backbone }) =>
    backbone
      ? chosenEmbedding({ params, backbone }).map((feature) => ({ backbone, params, feature }))
      : [],
  );
  return [...new Map(hearings.map((hearing) => [hearing.feature, hearing])).values()];
}
