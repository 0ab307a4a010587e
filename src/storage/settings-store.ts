// The few choices of a visitor that outlive the tab, and the mark of an import that is under way.

import * as v from 'valibot';
import { paramValuesSchema } from './config-schemas';
import { parser } from './schemas';
import { Store } from './store';
import { rangeSchema } from './sweep-store';

const settingsSchema = v.object({ version: v.literal(1), datasetId: v.nullable(v.string()) });
export type Settings = v.InferOutput<typeof settingsSchema>;

const splitChoice = v.variant('strategy', [
  v.object({ strategy: v.picklist(['random', 'artist']), list: v.null() }),
  v.object({ strategy: v.literal('imported'), list: v.nullable(v.string()) }),
]);
const rangeChoice = v.object({
  range: v.exactOptional(rangeSchema),
  varies: v.exactOptional(v.boolean()),
});

/** The form of the Train stage. What its values mean is checked by whoever takes them. */
export const trainFormSchema = v.object({
  version: v.literal(1),
  /** Fingerprint of the dataset that it was set for last. */
  setFor: v.string(),
  approach: v.string(),
  seed: v.number(),
  /** By approach. */
  params: v.record(v.string(), paramValuesSchema),
  split: v.object({
    latest: splitChoice,
    /** By id of the dataset. */
    byHand: v.record(v.string(), splitChoice),
  }),
  validation: v.object({ kind: v.picklist(['none', 'kfold']), values: paramValuesSchema }),
  /** Id of a run. */
  startFrom: v.nullable(v.string()),
  search: v.object({
    kind: v.picklist(['random', 'halving']),
    tries: v.number(),
    /** What differs from what is declared, by approach and setting. */
    ranges: v.record(v.string(), v.record(v.string(), rangeChoice)),
  }),
});
export type TrainForm = v.InferOutput<typeof trainFormSchema>;

const KEY = 'settings';
const TRAIN_FORM = 'train-form';
const IMPORTING = 'importing';
const settings = new Store<Settings>({ name: 'settings', parse: parser(settingsSchema) });
const forms = new Store<TrainForm>({ name: 'settings', parse: parser(trainFormSchema) });
const marks = new Store<boolean>({ name: 'marks', parse: parser(v.boolean()) });

export const settingsStore = {
  /** Null on a first visit. */
  get: (): Promise<Settings | null> => settings.get(KEY),
  set: (row: Settings): Promise<void> => settings.set(KEY, row),
  /** Null before anything was set, and where it cannot be read back. */
  trainForm: (): Promise<TrainForm | null> => forms.get(TRAIN_FORM),
  setTrainForm: (row: TrainForm): Promise<void> => forms.set(TRAIN_FORM, row),
  isImporting: async (): Promise<boolean> => (await marks.get(IMPORTING)) ?? false,
  setImporting: (importing: boolean): Promise<void> => marks.set(IMPORTING, importing),
};
