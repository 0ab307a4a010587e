// What saved rows must look like. A row that does not pass is left out and named, never used.

import * as v from 'valibot';
import { ERROR_CATALOGUE, type ErrorCode } from '../core/errors';
import type { AudioInfo } from '../core/audio-types';
import type { Dataset, DatasetTable, ImportedList } from '../core/dataset-types';
import type { Run, RunConfig, StartingPoint } from '../core/run-types';
import type { FinishedFold } from '../evaluation/cross-validate';
import type { Checkpoint, ModelJson } from '../trainers/trainer';
import {
  backboneUseSchema,
  ensembleUseSchema,
  gainSchema,
  paramValuesSchema,
  share,
} from './config-schemas';
import type { CheckpointRow } from './checkpoint-store';

const errorCode = v.custom<ErrorCode>(
  (value) => typeof value === 'string' && Object.hasOwn(ERROR_CATALOGUE, value),
);
export const errorRecordSchema = v.object({ code: errorCode, got: v.string() });
const optionalText = v.optional(v.union([v.string(), v.undefined()]));
const fileIssue = v.object({
  ...errorRecordSchema.entries,
  file: v.string(),
  clip: optionalText,
});
const splitPart = v.picklist(['train', 'validation', 'test']);
const strings = v.array(v.string());

export const audioInfoSchema = v.object({
  format: v.string(),
  sampleRate: v.number(),
  channels: v.number(),
  durationSeconds: v.number(),
  artist: optionalText,
  title: optionalText,
}) satisfies v.GenericSchema<unknown, AudioInfo>;

export const analysedRowSchema = v.object({
  version: v.literal(1),
  audio: audioInfoSchema,
  notes: v.array(errorRecordSchema),
});

const clipSchema = v.object({
  id: v.string(),
  name: v.string(),
  title: optionalText,
  genre: v.string(),
  labels: v.optional(v.union([strings, v.undefined()])),
  artist: optionalText,
  split: v.optional(v.union([splitPart, v.undefined()])),
  track: optionalText,
  audio: v.nullable(audioInfoSchema),
  bytes: v.number(),
  row: v.optional(v.union([v.number(), v.undefined()])),
  line: v.optional(v.union([v.number(), v.undefined()])),
});

export const tableColumnSchema = v.object({
  name: v.string(),
  role: v.picklist(['feature', 'label', 'labels', 'id', 'artist', 'split', 'subset', 'ignore']),
  kind: v.picklist(['number', 'text']),
});

const importedListSchema = v.object({
  name: v.string(),
  says: v.array(
    v.object({
      genre: optionalText,
      labels: v.optional(v.union([strings, v.undefined()])),
      artist: optionalText,
      split: v.optional(v.union([splitPart, v.undefined()])),
      files: strings,
    }),
  ),
}) satisfies v.GenericSchema<unknown, ImportedList>;

const tableSchema = v.object({
  id: v.string(),
  files: strings,
  rows: v.number(),
  columns: v.array(tableColumnSchema),
  extractor: v.nullable(v.string()),
  target: v.picklist(['genre', 'labels']),
  subset: v.nullable(v.string()),
}) satisfies v.GenericSchema<unknown, DatasetTable>;

export const datasetSchema = v.object({
  version: v.literal(1),
  id: v.string(),
  title: v.string(),
  synthetic: v.boolean(),
  clips: v.array(clipSchema),
  table: v.optional(v.union([tableSchema, v.undefined()])),
  splitName: optionalText,
  lists: v.optional(v.union([v.array(importedListSchema), v.undefined()])),
  quarantined: v.array(fileIssue),
  notes: v.array(fileIssue),
}) satisfies v.GenericSchema<unknown, Dataset>;

const nullableNumber = v.nullable(v.number());

const genreScoresSchema = v.object({
  recall: v.array(nullableNumber),
  f1: v.array(nullableNumber),
});

const epochSchema = v.object({
  epoch: v.number(),
  trainLoss: v.number(),
  trainAccuracy: v.number(),
  validationLoss: nullableNumber,
  validationAccuracy: nullableNumber,
  validationGenres: v.optional(v.union([genreScoresSchema, v.undefined()])),
  seconds: v.number(),
});

const evaluationSchema = v.object({
  accuracy: share,
  macroF1: share,
  genres: v.array(
    v.object({
      genre: v.string(),
      precision: v.number(),
      recall: v.number(),
      f1: v.number(),
      support: v.number(),
    }),
  ),
  confusion: v.array(v.array(v.number())),
  predictions: v.array(
    v.object({
      clipId: v.string(),
      trueIndex: v.number(),
      predictedIndex: v.number(),
      probabilities: v.array(v.number()),
      trueLabels: v.optional(v.union([v.array(v.number()), v.undefined()])),
    }),
  ),
  multiLabel: v.optional(
    v.union([
      v.object({
        labels: v.array(
          v.object({
            label: v.string(),
            precision: v.number(),
            recall: v.number(),
            f1: v.number(),
            averagePrecision: nullableNumber,
            rocAuc: v.optional(v.union([nullableNumber, v.undefined()])),
            support: v.number(),
          }),
        ),
        microF1: v.number(),
        meanAveragePrecision: v.number(),
        macroRocAuc: v.optional(v.union([nullableNumber, v.undefined()])),
        hammingLoss: v.number(),
        thresholds: v.optional(v.union([v.array(share), v.undefined()])),
      }),
      v.undefined(),
    ]),
  ),
});

const foldSchema = v.object({
  repeat: v.number(),
  fold: v.number(),
  train: v.number(),
  validation: v.number(),
  test: v.number(),
  accuracy: share,
  macroF1: share,
  logLoss: v.number(),
  bestEpoch: v.number(),
  trainSeconds: v.number(),
});

const startingPointSchema = v.object({
  runId: v.string(),
  approach: v.string(),
  dataset: v.object({ title: v.string(), synthetic: v.boolean() }),
  classes: strings,
  accuracy: v.nullable(share),
  model: v.string(),
}) satisfies v.GenericSchema<unknown, StartingPoint>;

export const runConfigSchema = v.object({
  version: v.literal(1),
  approach: v.string(),
  seed: v.number(),
  params: paramValuesSchema,
  split: v.object({
    strategy: v.picklist(['random', 'artist', 'imported']),
    testFraction: share,
    validationFraction: share,
    list: optionalText,
  }),
  crossValidation: v.optional(
    v.union([v.object({ folds: v.number(), repeats: v.number() }), v.undefined()]),
  ),
  startFrom: v.optional(v.union([startingPointSchema, v.undefined()])),
  backbone: v.optional(v.union([backboneUseSchema, v.undefined()])),
  ensemble: v.optional(v.union([ensembleUseSchema, v.undefined()])),
}) satisfies v.GenericSchema<unknown, RunConfig>;

export const splitSchema = v.object({ train: strings, validation: strings, test: strings });
const fromZero = v.pipe(v.number(), v.integer(), v.minValue(0));

export const runSchema = v.object({
  version: v.literal(1),
  id: v.string(),
  config: runConfigSchema,
  createdAt: v.string(),
  dataset: v.object({
    id: v.string(),
    title: v.string(),
    synthetic: v.boolean(),
    fingerprint: v.string(),
    clips: v.number(),
    severalLabels: v.optional(v.union([v.boolean(), v.undefined()])),
    table: optionalText,
  }),
  classes: strings,
  split: splitSchema,
  heardBefore: v.optional(v.union([strings, v.undefined()])),
  status: v.picklist(['running', 'stopped', 'done', 'failed']),
  history: v.array(epochSchema),
  bestEpoch: nullableNumber,
  evaluation: v.nullable(evaluationSchema),
  folds: v.optional(v.union([v.array(foldSchema), v.undefined()])),
  gain: v.optional(v.union([gainSchema, v.undefined()])),
  sweep: v.optional(
    v.union([v.object({ id: v.string(), candidate: fromZero, rung: fromZero }), v.undefined()]),
  ),
  sealed: v.optional(v.union([evaluationSchema, v.undefined()])),
  imported: optionalText,
  severalLabels: v.optional(v.union([v.boolean(), v.undefined()])),
  windowSeconds: v.optional(v.union([v.pipe(v.number(), v.gtValue(0)), v.undefined()])),
  timings: v.nullable(
    v.object({ trainSeconds: v.number(), predictMillisecondsPerClip: v.number() }),
  ),
  environment: v.nullable(
    v.object({ backend: v.string(), device: v.string(), appVersion: v.string() }),
  ),
  peakGpuBytes: nullableNumber,
  error: v.nullable(errorRecordSchema),
}) satisfies v.GenericSchema<unknown, Run>;

export const modelSchema = v.object({
  version: v.literal(1),
  trainer: v.string(),
  classes: strings,
  state: v.unknown(),
}) satisfies v.GenericSchema<unknown, ModelJson>;

const trainerStateSchema = v.object({
  version: v.literal(1),
  trainer: v.string(),
  epoch: v.number(),
  state: v.unknown(),
}) satisfies v.GenericSchema<unknown, Checkpoint>;

export const finishedFoldSchema = v.object({
  score: foldSchema,
  dealt: v.string(),
  probabilities: v.instance(Float32Array),
  thresholds: v.optional(v.union([v.array(share), v.undefined()])),
  predictMillisecondsPerClip: v.number(),
}) satisfies v.GenericSchema<unknown, FinishedFold>;

export const checkpointSchema = v.object({
  version: v.literal(1),
  checkpoint: v.nullable(trainerStateSchema),
  history: v.array(epochSchema),
  dealt: optionalText,
  numFolds: v.optional(v.union([v.number(), v.undefined()])),
}) satisfies v.GenericSchema<unknown, CheckpointRow>;

/** A `parse` for a store: the checked row, or null. */
export function parser<Row>(schema: v.GenericSchema<unknown, Row>): (row: unknown) => Row | null {
  return (row) => {
    const result = v.safeParse(schema, row);
    return result.success ? result.output : null;
  };
}
