// Every readout there is. To add one: one file, one line here.

import { average } from './average';
import { firstToken } from './first-token';
import { notes } from './notes';
import type { Readout } from './readout';

const READOUTS = {
  average,
  'first-token': firstToken,
  notes,
} satisfies Record<string, Readout>;

export type ReadoutId = keyof typeof READOUTS;

export const READOUT_IDS = Object.keys(READOUTS) as ReadoutId[];

export function readoutOf(id: ReadoutId): Readout {
  return READOUTS[id];
}
