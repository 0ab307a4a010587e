// Windows of a recording on their way to a model that learned from a pretrained network: what the network says of each
// joins its features, in the order that the model asks for them.

import { transfer } from 'comlink';
import { poolingOf } from '$lib/backbones/embedding-choice';
import type { FeatureChoice } from '$lib/core/run-types';
import { isEmbeddingId } from '$lib/features/embedding-feature';
import type { FileWindow } from '$lib/features/extract-windows';
import type { FeatureId } from '$lib/features/registry';
import { buffersOfTensors } from '$lib/rpc/transfer';
import { embeddingWorker } from './workers';

/** Without an embedding among the features, the windows as they are. */
export async function withEmbeddings(
  windows: readonly FileWindow[],
  features: readonly FeatureId[],
  { backbone, params }: FeatureChoice,
  signal: AbortSignal,
): Promise<readonly FileWindow[]> {
  const place = features.findIndex(isEmbeddingId);
  if (place < 0 || !backbone) return windows;
  const heard = windows.map((window) => window.heard ?? []);
  const vectors = await embeddingWorker.run((api) =>
    api.embedWindows(
      transfer({ backbone, pooling: poolingOf(params), heard }, buffersOfTensors(heard.flat())),
      signal,
    ),
  );
  return windows.map(({ startSeconds, endSeconds, features: measured }, index) => {
    const embedding = { kind: 'vector', values: vectors[index]! } as const;
    const joined = [...measured.slice(0, place), embedding, ...measured.slice(place)];
    return { startSeconds, endSeconds, features: joined };
  });
}
