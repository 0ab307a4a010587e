// From what the visitor gave (files, folders, zips) to one flat list of items.

import { toEarmarkError } from '$lib/core/errors';
import {
  isZip,
  itemOfFile,
  itemsOfDirectory,
  itemsOfDrop,
  type FileItem,
} from '$lib/storage/file-items';

export type { FileItem };

export async function collectItems(files: readonly File[]): Promise<readonly FileItem[]> {
  return unpackZips(files.map((file) => itemOfFile(file)));
}

/** Starts reading the drop at once (its list is emptied after the event). */
export async function itemsFromDrop(transfer: DataTransfer): Promise<readonly FileItem[]> {
  return unpackZips(await itemsOfDrop(transfer));
}

/** Asks for a folder; its files can be reached again after a reload. */
export async function itemsFromPicker(): Promise<readonly FileItem[]> {
  const picker = window as unknown as {
    showDirectoryPicker(options: { mode: 'read' }): Promise<FileSystemDirectoryHandle>;
  };
  return unpackZips(await itemsOfDirectory(await picker.showDirectoryPicker({ mode: 'read' })));
}

async function unpackZips(items: readonly FileItem[]): Promise<readonly FileItem[]> {
  if (!items.some(isZip)) return items;
  const { itemsOfZip } = await import('$lib/storage/zip');
  const unpacked = await Promise.all(
    items.map(async (item) => {
      if (!isZip(item)) return [item];
      try {
        return await itemsOfZip(item);
      } catch (error) {
        // A bad zip becomes one bad file: opening it tells why, and the rest of the import goes on.
        const reason = toEarmarkError(error, 'zip-unreadable');
        return [{ ...item, open: () => Promise.reject(reason) }];
      }
    }),
  );
  return unpacked.flat();
}
