// Every front end there is. To add one: one file, one line here.
// Loading is lazy: each file builds its filter bank when it is first imported.

import type { FrontEnd } from './front-end';

const FRONT_ENDS = {
  efficientat: async () => (await import('./efficientat')).efficientAt,
  musicnn: async () => (await import('./musicnn')).musicnn,
  yamnet: async () => (await import('./yamnet')).yamnet,
  clap: async () => (await import('./clap')).clap,
  'maest-30s': async () => (await import('./maest')).maest,
  ast: async () => (await import('./ast')).ast,
  openjmla: async () => (await import('./openjmla')).openJmla,
} satisfies Record<string, () => Promise<FrontEnd>>;

export type FrontEndId = keyof typeof FRONT_ENDS;

export const FRONT_END_IDS = Object.keys(FRONT_ENDS) as FrontEndId[];

export function loadFrontEnd(id: FrontEndId): Promise<FrontEnd> {
  return FRONT_ENDS[id]();
}
