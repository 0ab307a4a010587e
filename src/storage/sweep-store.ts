// Searches for settings, by id: what each planned. Their runs are saved as all runs are.

import * as v from 'valibot';
import type { SweepPlan } from '../evaluation/sweep/plan';
import { paramValuesSchema } from './config-schemas';
import { parser, runConfigSchema, splitSchema } from './schemas';
import { Store } from './store';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const rangeSchema = v.variant('kind', [
  v.object({
    kind: v.literal('number'),
    min: v.pipe(v.number(), v.finite()),
    max: v.pipe(v.number(), v.finite()),
    scale: v.picklist(['linear', 'log']),
  }),
  v.object({ kind: v.literal('choice'), options: v.array(v.string()) }),
]);

export const sweepSchema = v.object({
  version: v.literal(1),
  id: v.string(),
  createdAt: v.string(),
  kind: v.picklist(['random', 'halving']),
  config: runConfigSchema,
  split: splitSchema,
  dataset: v.object({ id: v.string(), fingerprint: v.string() }),
  ranges: v.record(v.string(), rangeSchema),
  candidates: v.pipe(v.array(paramValuesSchema), v.minLength(1)),
  rungs: v.pipe(v.array(v.object({ tries: count, budget: v.nullable(count) })), v.minLength(1)),
  finished: v.boolean(),
  winner: v.optional(v.union([v.object({ candidate: count, rung: count }), v.undefined()])),
}) satisfies v.GenericSchema<unknown, SweepPlan>;

export const sweepStore = new Store<SweepPlan>({ name: 'sweeps', parse: parser(sweepSchema) });
