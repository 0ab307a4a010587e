// Where the original of a clip can be heard again: the file of this visit, a handle the browser
// remembers, a copy in the origin's private file system, or a URL beside the page.

import * as v from 'valibot';
import { EarmarkError } from '../core/errors';
import type { FileOrigin } from './file-items';
import { ReadPermission } from './read-permission';
import { parser } from './schemas';
import { Store } from './store';

const sourceSchema = v.variant('kind', [
  v.object({
    kind: v.literal('origin'),
    handle: v.custom<FileOrigin['handle']>((value) => value instanceof FileSystemHandle),
    path: v.array(v.string()),
    zipEntry: v.nullable(v.string()),
  }),
  v.object({ kind: v.literal('copy') }),
  v.object({ kind: v.literal('url'), url: v.string() }),
]);
export type AudioSource = v.InferOutput<typeof sourceSchema>;

const store = new Store<AudioSource>({ name: 'audio-sources', parse: parser(sourceSchema) });
const COPIES = 'audio-copies';

export class AudioSources {
  readonly permission = new ReadPermission();
  /** Originals that can be opened as long as the tab lives. */
  readonly #session = new Map<string, () => Promise<Blob>>();

  rememberForSession(clipId: string, open: () => Promise<Blob>): void {
    this.#session.set(clipId, open);
  }

  isInSession(clipId: string): boolean {
    return this.#session.has(clipId);
  }

  /** Saved sources win over nothing, never over one another: the last one saved counts. */
  async save(clipId: string, source: AudioSource): Promise<void> {
    await store.set(clipId, source);
  }

  async saveMany(sources: Iterable<readonly [string, AudioSource]>): Promise<void> {
    await store.setMany(sources);
  }

  /** Clips that something saved would find again. */
  async savedIds(): Promise<string[]> {
    return store.keys();
  }

  /** Those of the clips that nothing saved would find again. */
  async withoutSaved(clipIds: readonly string[]): Promise<string[]> {
    const saved = await store.getMany(clipIds);
    return clipIds.filter((_, index) => saved[index] === null);
  }

  /**
   * Copies the originals of this visit that nothing else would find again; a file that is gone is
   * passed over. Returns how many were kept.
   * @throws EarmarkError `storage-full`
   */
  async keepCopies(
    clipIds: readonly string[],
    onProgress: (done: number) => void,
  ): Promise<number> {
    let done = 0;
    for (const clipId of clipIds) {
      const original = await this.#session
        .get(clipId)?.()
        .catch(() => null);
      if (!original) continue;
      await writeCopy(clipId, original);
      await store.set(clipId, { kind: 'copy' });
      onProgress(++done);
    }
    return done;
  }

  /** Whether the browser would have to be asked before the clip can be opened. */
  async isLocked(clipId: string): Promise<boolean> {
    const handle = await this.#savedHandle(clipId);
    return handle !== null && !(await this.permission.isGranted(handle));
  }

  /** Asks the browser; only for somebody who has just pressed something. */
  async unlock(clipId: string): Promise<boolean> {
    const handle = await this.#savedHandle(clipId);
    return handle === null || this.permission.ask(handle);
  }

  /** Null where the clip can be opened without one. */
  async #savedHandle(clipId: string): Promise<FileOrigin['handle'] | null> {
    if (this.#session.has(clipId)) return null;
    const source = await store.get(clipId);
    return source?.kind === 'origin' ? source.handle : null;
  }

  /** Asks the browser if it must. @throws EarmarkError `playback-unavailable` */
  async open(clipId: string): Promise<Blob> {
    try {
      const inSession = this.#session.get(clipId);
      if (inSession) return await inSession();
      const source = await store.get(clipId);
      if (!source) throw new EarmarkError('playback-unavailable', 'no file, handle or copy');
      return await openSaved(clipId, source, this.permission);
    } catch (error) {
      if (error instanceof EarmarkError) throw error;
      const got = error instanceof Error ? error.message : String(error);
      throw new EarmarkError('playback-unavailable', got, { cause: error });
    }
  }

  async delete(clipIds: readonly string[]): Promise<void> {
    for (const clipId of clipIds) this.#session.delete(clipId);
    await store.deleteMany(clipIds);
    const copies = await copiesDirectory();
    if (!copies) return;
    // Most clips have no copy: a refusal to remove one is as expected.
    await Promise.allSettled(clipIds.map((clipId) => copies.removeEntry(clipId)));
  }
}

async function openSaved(
  clipId: string,
  source: AudioSource,
  permission: ReadPermission,
): Promise<Blob> {
  switch (source.kind) {
    case 'url': {
      const response = await fetch(source.url);
      if (!response.ok) {
        throw new EarmarkError('playback-unavailable', `HTTP status ${response.status}`);
      }
      return response.blob();
    }
    case 'copy': {
      const copies = await copiesDirectory();
      const copy = await copies?.getFileHandle(clipId);
      if (!copy) throw new EarmarkError('playback-unavailable', 'no copy');
      return copy.getFile();
    }
    case 'origin': {
      const { handle, path, zipEntry } = source;
      if (!(await permission.obtain(handle))) {
        throw new EarmarkError('playback-unavailable', 'no permission to read the file');
      }
      const file = await fileBelow(handle, path);
      if (zipEntry === null) return file;
      const { openZipEntry } = await import('./zip-entry');
      return openZipEntry(file, zipEntry);
    }
    default:
      throw new EarmarkError('playback-unavailable', String(source satisfies never));
  }
}

async function fileBelow(handle: FileOrigin['handle'], path: readonly string[]): Promise<File> {
  if (handle instanceof FileSystemFileHandle) return handle.getFile();
  let directory = handle;
  for (const name of path.slice(0, -1)) directory = await directory.getDirectoryHandle(name);
  return (await directory.getFileHandle(path.at(-1) ?? '')).getFile();
}

async function copiesDirectory(): Promise<FileSystemDirectoryHandle | null> {
  if (!navigator.storage?.getDirectory) return null;
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(COPIES, { create: true });
}

async function writeCopy(clipId: string, blob: Blob): Promise<void> {
  const copies = await copiesDirectory();
  if (!copies) throw new EarmarkError('storage-unavailable', 'no private file system');
  const writable = await (await copies.getFileHandle(clipId, { create: true })).createWritable();
  try {
    await writable.write(blob);
    await writable.close();
  } catch (error) {
    await writable.abort().catch(() => undefined); // already failed: the first error is the one to tell
    if (error instanceof DOMException && error.name === 'QuotaExceededError') {
      throw new EarmarkError('storage-full', 'a full disk quota', { cause: error });
    }
    throw error;
  }
}
