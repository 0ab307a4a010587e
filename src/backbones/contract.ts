// How a pretrained network is to be asked: what it hears, in pieces of which length, and what of its answer counts.
// And the manifest that says so beside licence, source and size. Nothing here loads a network.

import * as v from 'valibot';
import { hashText } from '../core/hash';
import { FRONT_END_IDS } from './front-ends/registry';
import { READOUT_IDS } from './readouts/registry';

const text = v.pipe(v.string(), v.nonEmpty(), v.maxLength(2000));
const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const hex256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

export const contractSchema = v.object({
  frontEnd: v.picklist(FRONT_END_IDS),
  /** Name of the network's input. */
  input: text,
  /** Names of the outputs that are read, in the readout's order. */
  outputs: v.pipe(v.array(text), v.minLength(1), v.maxLength(8), v.readonly()),
  readout: v.picklist(READOUT_IDS),
  /** Numbers that it gives a window. */
  embeddingSize: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65536)),
  /** Length of the pieces that a clip is heard in. */
  windowSeconds: v.pipe(positive, v.maxValue(60)),
});
export type BackboneContract = v.InferOutput<typeof contractSchema>;

const weightsFileSchema = v.object({
  name: text,
  /** Where it can be fetched from: beside the page, or elsewhere; null for a file that has to be dropped. */
  url: v.nullable(text),
  bytes: v.nullable(positive),
  sha256: v.nullable(hex256),
});

export const manifestSchema = v.object({
  version: v.literal(1),
  id: text,
  title: text,
  /** What it is and what it was trained on, in words a musician understands. */
  summary: text,
  runtime: v.picklist(['onnx', 'tfjs-graph']),
  licence: v.object({ name: text, url: v.optional(text), note: v.optional(text) }),
  /** Page of its authors; null where nobody knows. */
  source: v.nullable(text),
  weights: v.pipe(v.array(weightsFileSchema), v.minLength(1), v.maxLength(4), v.readonly()),
  cost: v.object({
    parameters: v.nullable(positive),
    /** Billions of multiply-adds for a minute of music. */
    gigaMacsPerMinute: v.nullable(positive),
  }),
  contract: contractSchema,
});
export type BackboneManifest = v.InferOutput<typeof manifestSchema>;

/** Names all that embeddings depend on but the pooling: which weights, asked how. 16 hex digits. */
export function backboneKey(weightHashes: readonly string[], contract: BackboneContract): string {
  const { frontEnd, input, outputs, readout, windowSeconds } = contract;
  const said = [weightHashes, frontEnd, input, outputs, readout, windowSeconds];
  return hashText(JSON.stringify(said)).slice(0, 16);
}
