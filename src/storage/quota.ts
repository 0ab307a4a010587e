// How much the browser lets the page keep.

export interface StorageUse {
  readonly usedBytes: number;
  readonly quotaBytes: number;
}

/** Null where the browser does not tell. */
export async function readStorageUse(): Promise<StorageUse | null> {
  if (!('storage' in navigator) || !navigator.storage.estimate) return null;
  const { usage, quota } = await navigator.storage.estimate();
  return usage === undefined || quota === undefined
    ? null
    : { usedBytes: usage, quotaBytes: quota };
}

/** Asks the browser not to throw the page's data away under pressure; it may refuse. */
export async function askToPersist(): Promise<boolean> {
  return (await navigator.storage?.persist?.()) ?? false;
}
