// What a network that is taken in is called, and what is written down of it.

import * as v from 'valibot';
import {
  manifestSchema,
  type BackboneContract,
  type BackboneManifest,
} from '$lib/backbones/contract';
import { KNOWN_BACKBONES, PRESET_BACKBONES } from '$lib/backbones/registry';
import { EarmarkError, type ErrorRecord } from '$lib/core/errors';
import { formatBytes } from '$lib/core/format';
import type { NetworkFacts } from '$lib/rpc/backbone-interface';
import { readStorageUse } from '$lib/storage/quota';
import type { Backbone } from './backbones.svelte';

/** What is being done. */
export interface ShelfWork {
  readonly id: string;
  readonly what: string;
  /** 0…1; null where nobody knows. */
  readonly fraction: number | null;
}

/** A network whose contract has to be said or corrected by the visitor. */
export interface ContractQuestion {
  readonly id: string;
  readonly title: string;
  readonly facts: NetworkFacts;
  /** What is known or guessed of it. */
  readonly contract: BackboneContract | null;
  /** What was wrong with the last answer. */
  readonly problem: ErrorRecord | null;
}

/** WebAssembly holds a network twice while it is read, within 2 GB or so. */
export const MAX_BACKBONE_BYTES = 450e6;

/** @throws EarmarkError `backbone-too-large` */
export function checkSize(bytes: number): void {
  if (bytes <= MAX_BACKBONE_BYTES) return;
  throw new EarmarkError(
    'backbone-too-large',
    `${formatBytes(bytes)}, more than ${formatBytes(MAX_BACKBONE_BYTES)}`,
  );
}

/** A file's name without its ending. */
export function idOfName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  return (
    decoded(last)
      .replace(/\.onnx$/i, '')
      .slice(0, 200) || 'network'
  );
}

/** As in an address; a name that is none stays. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The id, or where another network has it already one with a number. */
export function freeId(
  wanted: string,
  sha256: string,
  there: readonly Pick<Backbone, 'id' | 'manifest'>[],
): string {
  const isTaken = (id: string): boolean =>
    there.some((other) => other.id === id && other.manifest.weights[0]?.sha256 !== sha256);
  let id = wanted;
  for (let number = 2; isTaken(id); number++) id = `${wanted} ${number}`;
  return id;
}

/** @throws EarmarkError `backbone-manifest-invalid` */
export function readManifest(text: string): BackboneManifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new EarmarkError('backbone-manifest-invalid', 'no JSON', { cause: error });
  }
  const result = v.safeParse(manifestSchema, json);
  if (result.success && result.output.runtime === 'onnx' && result.output.weights.length === 1) {
    return result.output;
  }
  const [issue] = result.issues ?? [];
  const what = issue ? `${v.getDotPath(issue) ?? 'it'}: ${issue.message}` : 'no single ONNX file';
  throw new EarmarkError('backbone-manifest-invalid', what);
}

const NAMED_BACKBONES = [...KNOWN_BACKBONES, ...PRESET_BACKBONES];

/** The one that has this file. */
export function knownByHash(sha256: string): BackboneManifest | null {
  return NAMED_BACKBONES.find(({ weights }) => weights[0]?.sha256 === sha256) ?? null;
}

/** The one whose files nobody has hashed, and that hears and answers so. */
export function knownBy({
  frontEnd,
  input,
  outputs,
  embeddingSize,
}: BackboneContract): BackboneManifest | null {
  const isSame = ({ weights, contract }: BackboneManifest): boolean =>
    weights[0]?.sha256 === null &&
    contract.frontEnd === frontEnd &&
    contract.input === input &&
    contract.outputs.join() === outputs.join() &&
    contract.embeddingSize === embeddingSize;
  return NAMED_BACKBONES.find(isSame) ?? null;
}

export interface Described {
  readonly id: string;
  readonly fileName: string;
  readonly url: string | null;
  readonly bytes: number;
  readonly sha256: string;
  readonly contract: BackboneContract;
  /** What was known of it. */
  readonly base: BackboneManifest | null;
}

/** What is kept of it: the size and hash that the file really has. */
export function manifestOf({
  id,
  fileName,
  url,
  bytes,
  sha256,
  contract,
  base,
}: Described): BackboneManifest {
  const known = base ?? {
    version: 1,
    title: id,
    summary: 'A network that you brought.',
    runtime: 'onnx',
    licence: { name: 'not told by the file' },
    source: url,
    cost: { parameters: null, gigaMacsPerMinute: null },
  };
  return { ...known, id, weights: [{ name: fileName, url, bytes, sha256 }], contract };
}

/** @throws EarmarkError `storage-full` */
export async function checkRoom(bytes: number): Promise<void> {
  const use = await readStorageUse();
  if (!use || use.quotaBytes - use.usedBytes >= bytes) return;
  const free = Math.max(0, use.quotaBytes - use.usedBytes);
  throw new EarmarkError('storage-full', `room for ${formatBytes(free)} of ${formatBytes(bytes)}`);
}

/** What another answer could mend. */
export function isAboutContract(error: unknown): boolean {
  return (
    error instanceof EarmarkError &&
    ['backbone-contract-mismatch', 'backbone-constant', 'backbone-not-finite'].includes(error.code)
  );
}

/** Inputs and outputs as the network says them. */
export function factsInWords({ inputs, outputs }: NetworkFacts): string {
  const said = (facts: NetworkFacts['inputs']): string =>
    facts
      .map(
        ({ name, type, dims }) =>
          `${name} (${type}, ${dims.map((dim) => dim ?? 'any').join(' × ')})`,
      )
      .join(', ')
      .slice(0, 200);
  return `${said(inputs)} in, ${said(outputs)} out`;
}
