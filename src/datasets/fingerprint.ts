// The name of a dataset's content: the same clips under the same genres, in any order, give the same one.

import type { Clip } from '../core/dataset-types';
import { hashText } from '../core/hash';

/** 16 hex digits of the SHA-256 over the sorted lines "id genre". */
export function datasetFingerprint(clips: readonly Pick<Clip, 'id' | 'genre'>[]): string {
  const lines = clips.map((clip) => `${clip.id} ${clip.genre}`).sort();
  return hashText(lines.join('\n')).slice(0, 16);
}
