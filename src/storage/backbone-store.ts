// Pretrained networks that were fetched or dropped: what is known of each, and its files in pieces (a value of hundreds of
// megabytes would not fit into one row). A network counts once its row is there, which is written last.

import * as v from 'valibot';
import { manifestSchema, type BackboneManifest } from '../backbones/contract';
import { EarmarkError } from '../core/errors';
import type { DownloadTarget } from './download';
import { parser } from './schemas';
import { Store } from './store';

const rowSchema = v.object({
  version: v.literal(1),
  /** With the size and hash that the files really have. */
  manifest: manifestSchema,
  /** `backboneKey` of it. */
  key: v.string(),
  addedAt: v.string(),
});
export type KeptBackbone = v.InferOutput<typeof rowSchema>;

const partSchema = v.object({ version: v.literal(1), piece: v.instance(Blob) });

const backbones = new Store({ name: 'backbones', parse: parser(rowSchema) });
const parts = new Store({ name: 'backbone-parts', parse: parser(partSchema) });

/** Of the pieces of a file: which network, which of its files, which piece. */
function partKey(fileKey: string, index: number): string {
  return `${fileKey}/${String(index).padStart(5, '0')}`;
}

function fileKeyOf(id: string, file: number): string {
  return `${encodeURIComponent(id)}/${file}`;
}

async function partKeysOf(prefix: string): Promise<string[]> {
  return (await parts.keys()).filter((key) => key.startsWith(`${prefix}/`)).toSorted();
}

export const backboneStore = {
  get: (id: string) => backbones.get(id),

  all: () => backbones.all(),

  /** Where the pieces of one of its files go; begins with those that are kept of it. */
  async target(id: string, file: number): Promise<DownloadTarget> {
    const fileKey = fileKeyOf(id, file);
    const kept = await parts.getMany(await partKeysOf(fileKey));
    let count = kept.length;
    let received = kept.reduce((sum, part) => sum + (part?.piece.size ?? 0), 0);
    const restart = async (): Promise<void> => {
      await parts.deleteMany(await partKeysOf(fileKey));
      [count, received] = [0, 0];
    };
    if (kept.includes(null)) await restart(); // one that cannot be read back: none of them counts
    return {
      get received() {
        return received;
      },
      async append(piece) {
        await parts.set(partKey(fileKey, count), { version: 1, piece: new Blob([piece]) });
        count++;
        received += piece.length;
      },
      restart,
    };
  },

  /** The kept pieces of one of its files, as one file; nothing of it is read yet. */
  async file(id: string, file: number): Promise<Blob> {
    const kept = await parts.getMany(await partKeysOf(fileKeyOf(id, file)));
    return new Blob(kept.flatMap((part) => (part ? [part.piece] : [])));
  },

  /** Counts from now on; its files are there. */
  async put(manifest: BackboneManifest, key: string): Promise<KeptBackbone> {
    const row: KeptBackbone = { version: 1, manifest, key, addedAt: new Date().toISOString() };
    await backbones.set(manifest.id, row);
    return row;
  },

  async delete(id: string): Promise<void> {
    await backbones.delete(id);
    await parts.deleteMany(await partKeysOf(encodeURIComponent(id)));
  },

  /** Bytes of files that were begun and are not whole, by network. @throws EarmarkError `storage-unavailable` */
  async unfinished(): Promise<Map<string, number>> {
    const known = new Set(await backbones.keys());
    const bytes = new Map<string, number>();
    for (const key of await parts.keys()) {
      const id = decodeURIComponent(key.slice(0, key.indexOf('/')));
      if (known.has(id)) continue;
      const part = await parts.get(key);
      bytes.set(id, (bytes.get(id) ?? 0) + (part?.piece.size ?? 0));
    }
    return bytes;
  },
};

/** @throws EarmarkError `backbone-missing` */
export async function keptBackbone(id: string): Promise<KeptBackbone> {
  const kept = await backbones.get(id);
  if (!kept) throw new EarmarkError('backbone-missing', `no file of ${id}`);
  return kept;
}
