// The few choices of a visitor that outlive the tab, and the mark of an import that is under way.

import * as v from 'valibot';
import { parser } from './schemas';
import { Store } from './store';

const settingsSchema = v.object({ version: v.literal(1), datasetId: v.nullable(v.string()) });
export type Settings = v.InferOutput<typeof settingsSchema>;

const KEY = 'settings';
const settings = new Store<Settings>({ name: 'settings', parse: parser(settingsSchema) });
const marks = new Store<boolean>({ name: 'marks', parse: parser(v.boolean()) });
const IMPORTING = 'importing';

export const settingsStore = {
  /** Null on a first visit. */
  get: (): Promise<Settings | null> => settings.get(KEY),
  set: (row: Settings): Promise<void> => settings.set(KEY, row),
  isImporting: async (): Promise<boolean> => (await marks.get(IMPORTING)) ?? false,
  setImporting: (importing: boolean): Promise<void> => marks.set(IMPORTING, importing),
};
