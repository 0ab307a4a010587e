// Names of content: of a dataset (the same clips under the same genres, in any order, give the same one) and of a split.

import type { Clip, DatasetTable, Split } from '../core/dataset-types';
import { hashText } from '../core/hash';

/**
 * 16 hex digits of the SHA-256 over the sorted lines "id genre", with all labels where there are several a clip.
 * @param table the one the clips are rows of: its feature columns count as well
 */
export function datasetFingerprint(
  clips: readonly Pick<Clip, 'id' | 'genre' | 'labels'>[],
  table?: Pick<DatasetTable, 'columns'>,
): string {
  const lines = clips.map(({ id, genre, labels }) =>
    labels ? `${id} ${genre} ${labels.toSorted().join('|')}` : `${id} ${genre}`,
  );
  const features = table?.columns.filter(({ role }) => role === 'feature') ?? [];
  const content = [...lines.sort(), ...features.map(({ name }) => `column ${name}`)];
  return hashText(content.join('\n')).slice(0, 16);
}

/** 16 hex digits of the SHA-256 over the ids of each part, in their order. */
export function splitFingerprint({ train, validation, test }: Split): string {
  return hashText(JSON.stringify([train, validation, test])).slice(0, 16);
}
