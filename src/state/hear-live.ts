// Windows of a recording on their way to a model that learned from a pretrained network: what the network says of each
// joins its features, in the order that the model asks for them.

import { transfer } from 'comlink';
import { poolingOf } from '$lib/backbones/embedding-choice';
import { EarmarkError } from '$lib/core/errors';
import type { BackboneUse, FeatureChoice } from '$lib/core/run-types';
import { isEmbeddingId } from '$lib/features/embedding-feature';
import type { FileWindow } from '$lib/features/extract-windows';
import type { FeatureId } from '$lib/features/registry';
import { buffersOfTensors } from '$lib/rpc/transfer';
import { hearingsOf, type Hearing } from '$lib/trainers/hearings';
import { embeddingWorker } from './workers';

/** Without an embedding among the features, the windows as they are. */
export async function withEmbeddings(
  windows: readonly FileWindow[],
  features: readonly FeatureId[],
  choice: FeatureChoice,
  signal: AbortSignal,
): Promise<readonly FileWindow[]> {
  const wanted = features.filter(isEmbeddingId);
  if (wanted.length === 0) return windows;
  const heard = windows.map((window) => window.heard ?? []);
  let complete = windows;
  for (const [at, feature] of wanted.entries()) {
    const { backbone, params } = hearingFor(choice, feature);
    const request = { backbone, pooling: poolingOf(params), heard };
    const isLast = at === wanted.length - 1; // what is transferred is gone
    const vectors = await embeddingWorker.run((api) =>
      api.embedWindows(
        isLast ? transfer(request, buffersOfTensors(heard.flat())) : request,
        signal,
      ),
    );
    const place = features.indexOf(feature);
    complete = complete.map(({ startSeconds, endSeconds, features: measured }, index) => {
      const embedding = { kind: 'vector', values: vectors[index]! } as const;
      const joined = [...measured.slice(0, place), embedding, ...measured.slice(place)];
      return { startSeconds, endSeconds, features: joined };
    });
  }
  return complete;
}

/** The network that a recording is heard with; undefined where none is. @throws EarmarkError `ensemble-several-networks` */
export function backboneOf(choice: FeatureChoice): BackboneUse | undefined {
  const used = hearingsOf(choice).map(({ backbone }) => backbone);
  const others = used.filter(({ key }) => key !== used[0]?.key);
  if (others.length === 0) return used[0];
  const titles = [...new Set(used.map(({ title }) => title))].join(', ');
  throw new EarmarkError('ensemble-several-networks', titles);
}

function hearingFor(choice: FeatureChoice, feature: FeatureId): Hearing {
  const hearing = hearingsOf(choice).find((one) => one.feature === feature);
  if (hearing) return hearing;
  throw new EarmarkError('features-missing', `no network for ${feature}`);
}
