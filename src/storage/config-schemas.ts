// What saved settings of a run must look like, as far as they hold together: values, networks, ensembles.

import * as v from 'valibot';
import type { BackboneUse, EnsembleGain, EnsembleUse } from '../core/run-types';

/** 0…1. */
export const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

export const backboneUseSchema = v.object({
  id: v.string(),
  title: v.string(),
  key: v.string(),
  embeddingSize: v.number(),
}) satisfies v.GenericSchema<unknown, BackboneUse>;

export const paramValuesSchema = v.record(
  v.string(),
  v.union([v.number(), v.string(), v.boolean()]),
);

export const ensembleUseSchema = v.object({
  members: v.pipe(
    v.array(
      v.object({
        runId: v.string(),
        approach: v.string(),
        seed: v.number(),
        params: paramValuesSchema,
        backbone: v.optional(v.union([backboneUseSchema, v.undefined()])),
      }),
    ),
    v.minLength(2),
  ),
}) satisfies v.GenericSchema<unknown, EnsembleUse>;

export const gainSchema = v.object({
  bestMember: v.pipe(v.number(), v.integer(), v.minValue(0)),
  memberAccuracy: share,
  gain: v.number(),
  low: v.number(),
  high: v.number(),
  weights: v.optional(v.union([v.array(share), v.undefined()])),
}) satisfies v.GenericSchema<unknown, EnsembleGain>;
