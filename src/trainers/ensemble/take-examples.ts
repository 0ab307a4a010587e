// Some of the examples of an input, in the order asked for.

import { takeRows } from '../../core/matrix';
import type { SpectrogramInput, TableInput } from '../trainer';

export function takeExamples<X extends TableInput | SpectrogramInput>(x: X, places: Int32Array): X {
  if (x.kind === 'table') return { ...x, matrix: takeRows(x.matrix, places) };
  const { get } = x;
  return { ...x, length: places.length, get: (index: number) => get(places[index]!) };
}
