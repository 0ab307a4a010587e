// The name of a dataset's content: the same clips under the same genres, in any order, give the same one.

import type { Clip, DatasetTable } from '../core/dataset-types';
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
