// What a visitor dropped or chose, flattened: files and folders become one list of openable items.
// Zips are opened by `zip.ts`, which is loaded only when there is one.

import { toEarmarkError } from '../core/errors';
import type { FoundInZip } from './zip-entry';

/** How a file can be reached after a reload, where the browser allows that. */
export interface FileOrigin {
  /** The folder that was given (one permission for all its files), or the file itself. */
  readonly handle: FileSystemDirectoryHandle | FileSystemFileHandle;
  /** Names below the folder, down to the file; empty for a file. */
  readonly path: readonly string[];
  /** The path inside the zip, when the file is one. */
  readonly zipEntry: string | null;
}

/** A file that can be opened when its turn comes. */
export interface FileItem {
  /** Path below what was dropped, with "/" between folders. */
  readonly path: string;
  readonly bytes: number;
  open(): Promise<Blob>;
  readonly origin: FileOrigin | null;
  /** Of an entry of a zip: where it is, for what is too large to be opened and can be unpacked as it is read. */
  readonly zipped?: FoundInZip;
}

export function itemOfFile(file: File, origin: FileOrigin | null = null): FileItem {
  return {
    path: file.webkitRelativePath || file.name,
    bytes: file.size,
    open: () => Promise.resolve(file),
    origin,
  };
}

/** Everything below a directory handle, depth first; paths start with the directory's name. */
export async function itemsOfDirectory(root: FileSystemDirectoryHandle): Promise<FileItem[]> {
  const items: FileItem[] = [];
  const visit = async (
    directory: FileSystemDirectoryHandle,
    below: readonly string[],
  ): Promise<void> => {
    for await (const entry of directory.values()) {
      const path = [...below, entry.name];
      const name = [root.name, ...path].join('/');
      try {
        if (entry.kind === 'directory') await visit(entry, path);
        else {
          const origin = { handle: root, path, zipEntry: null };
          items.push({ ...itemOfFile(await entry.getFile(), origin), path: name });
        }
      } catch (error) {
        items.push(unreadable(name, error));
      }
    }
  };
  await visit(root, []);
  return items;
}

/** What was dropped, with lasting handles where the browser gives them. */
export async function itemsOfDrop(transfer: DataTransfer): Promise<FileItem[]> {
  // Everything must be asked for before the first await: the list is emptied after the event.
  const dropped = [...transfer.items]
    .filter((item) => item.kind === 'file')
    .map((item: WithHandle) => ({
      handle: item.getAsFileSystemHandle?.() ?? null,
      entry: item.webkitGetAsEntry(),
      file: item.getAsFile(),
    }));
  const items = await Promise.all(
    dropped.map(async ({ handle: pending, entry, file }) => {
      const handle = await pending?.catch(() => null);
      if (handle?.kind === 'directory') {
        return itemsOfDirectory(handle as FileSystemDirectoryHandle);
      }
      if (handle?.kind === 'file' && file) {
        const origin = { handle: handle as FileSystemFileHandle, path: [], zipEntry: null };
        return [itemOfFile(file, origin)];
      }
      if (entry?.isDirectory) return itemsOfEntry(entry);
      return file ? [itemOfFile(file)] : [];
    }),
  );
  return items.flat();
}

type WithHandle = DataTransferItem & {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>;
};

/** The same for browsers without file-system handles. */
async function itemsOfEntry(entry: FileSystemEntry): Promise<FileItem[]> {
  const path = entry.fullPath.replace(/^\//, '');
  try {
    if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) =>
        (entry as FileSystemFileEntry).file(resolve, reject),
      );
      return [{ ...itemOfFile(file), path }];
    }
    const reader = (entry as FileSystemDirectoryEntry).createReader();
    const items: FileItem[] = [];
    for (;;) {
      const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
        reader.readEntries(resolve, reject),
      );
      if (batch.length === 0) return items;
      for (const child of batch) items.push(...(await itemsOfEntry(child)));
    }
  } catch (error) {
    return [unreadable(path, error)];
  }
}

/** A file or folder that cannot be read becomes one bad file; the rest goes on. */
function unreadable(path: string, error: unknown): FileItem {
  const reason = toEarmarkError(error, 'file-unreadable');
  return { path, bytes: 0, open: () => Promise.reject(reason), origin: null };
}

export function isZip(item: FileItem): boolean {
  return /\.zip$/i.test(item.path);
}
