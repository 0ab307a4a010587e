// A fitted head as plain JSON and back. Nothing that is read is trusted.

import * as v from 'valibot';
import { EarmarkError } from '../../core/errors';
import { createMatrix } from '../../core/matrix';
import { joined, named, tensorSchema } from '../named-tensors';
import { pack, packedFloat32, packedInt32 } from '../packed';
import { parseSaved, requireEqual } from '../saved';
import { standardiserFromJson } from '../standardiser';
import type { ModelJson } from '../trainer';
import { statisticSlots, weightSlots } from './layout';
import { TRAINER_ID, type HeadModel } from './model';

const INCOMPATIBLE = 'model-incompatible';

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000));
const link = v.picklist(['softmax', 'sigmoid']);

export const configSchema = v.object({
  head: v.picklist(['linear', 'mlp']),
  numColumns: count,
  hiddenUnits: count,
  numClasses: count,
  link,
});

const ModelSchema = v.object({
  trainer: v.literal(TRAINER_ID),
  classes: v.pipe(v.array(v.string()), v.minLength(2)),
  state: v.object({
    standardiser: v.unknown(),
    bestEpoch: v.pipe(v.number(), v.integer(), v.minValue(1)),
    network: v.optional(
      v.object({
        config: configSchema,
        weights: v.array(tensorSchema),
        statistics: v.array(tensorSchema),
      }),
    ),
    prototypes: v.optional(
      v.object({
        link,
        /** Shape [prototypes, columns]. */
        directions: packedFloat32,
        counts: packedInt32,
        temperature: v.pipe(v.number(), v.finite(), v.gtValue(0)),
      }),
    ),
  }),
});

export function headToJson(model: HeadModel): ModelJson {
  const { classes, standardiser, bestEpoch, network, prototypes } = model;
  const inside = network
    ? {
        network: {
          config: network.config,
          weights: named(network.weights, weightSlots(network.config)),
          statistics: named(network.statistics, statisticSlots(network.config)),
        },
      }
    : {
        prototypes: {
          ...prototypes,
          directions: pack(prototypes.directions.data),
          counts: pack(prototypes.counts),
        },
      };
  const state = { standardiser: standardiser.toJSON(), bestEpoch, ...inside };
  return { version: 1, trainer: TRAINER_ID, classes, state };
}

/** Throws `model-incompatible` for anything but a whole model of this trainer. */
export function headFromJson(json: unknown): HeadModel {
  const { classes, state } = parseSaved(ModelSchema, json, INCOMPATIBLE);
  const { bestEpoch, network, prototypes } = state;
  const standardiser = standardiserFromJson(state.standardiser);
  const { numColumns } = standardiser;
  const fitted = { classes, standardiser, bestEpoch };
  if (network) {
    const { config } = network;
    requireEqual(config.numClasses, classes.length, 'classes', INCOMPATIBLE);
    requireEqual(config.numColumns, numColumns, 'columns', INCOMPATIBLE);
    const weights = joined(network.weights, weightSlots(config));
    const statistics = joined(network.statistics, statisticSlots(config));
    return { ...fitted, network: { config, weights, statistics } };
  }
  if (!prototypes) throw new EarmarkError(INCOMPATIBLE, 'neither a network nor prototypes');
  const { directions, counts } = prototypes;
  const numPrototypes = classes.length * (prototypes.link === 'sigmoid' ? 2 : 1);
  requireEqual(counts.length, numPrototypes, 'prototypes', INCOMPATIBLE);
  requireEqual(directions.length, numPrototypes * numColumns, 'numbers', INCOMPATIBLE);
  const matrix = createMatrix(numPrototypes, numColumns, directions);
  return { ...fitted, prototypes: { ...prototypes, directions: matrix } };
}
