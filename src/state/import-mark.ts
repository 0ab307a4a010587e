// Remembers that an import runs, so that a page opened after it was cut off can say so.

import { settingsStore } from '$lib/storage/settings-store';
import { isLibraryLocked } from './locks';

export const importMark = {
  set: (): Promise<void> => settingsStore.setImporting(true),
  clear: (): Promise<void> => settingsStore.setImporting(false),
  /** True when an import was cut off; one that another tab runs at this moment is not. Said once. */
  async isLeftOver(): Promise<boolean> {
    if (!(await settingsStore.isImporting()) || (await isLibraryLocked())) return false;
    await settingsStore.setImporting(false);
    return true;
  },
};
