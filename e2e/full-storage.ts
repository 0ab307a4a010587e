// Storage with no room left, as a browser grants a page only so much.

import type { Page } from '@playwright/test';

/** Leaves the page a little room, of which it fills all that there is: what was granted before counts no more. */
export async function fillStorage(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const opening = indexedDB.open('filler', 1);
    const database = await new Promise<IDBDatabase>((resolve) => {
      opening.onupgradeneeded = () => opening.result.createObjectStore('rows');
      opening.onsuccess = () => resolve(opening.result);
    });
    const write = (bytes: number): Promise<boolean> =>
      new Promise((resolve) => {
        const writing = database.transaction('rows', 'readwrite');
        const noise = crypto.getRandomValues(new Uint8Array(Math.min(65_536, bytes)));
        const row = new Uint8Array(bytes);
        for (let at = 0; at < bytes; at += noise.length) row.set(noise, at);
        writing.objectStore('rows').put(row, crypto.randomUUID());
        writing.oncomplete = () => resolve(true);
        writing.onabort = () => resolve(false);
      });
    for (let bytes = 2 ** 20; bytes >= 512; bytes /= 4) while (await write(bytes));
  });
}
