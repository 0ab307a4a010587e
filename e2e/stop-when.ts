// Stops a training in the very moment that its status has come so far: a click from the test can come too late.

import type { Page } from '@playwright/test';

/** Call before Start. @param key of the status's data attributes that count, for example `epoch` */
export async function stopWhen(page: Page, key: string, atLeast: number): Promise<void> {
  await page.evaluate(
    ({ key, atLeast }) => {
      const find = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`)!;
      const status = find('train-status');
      const observer = new MutationObserver(() => {
        if (Number(status.dataset[key]) < atLeast) return;
        observer.disconnect();
        find('train-stop').click();
      });
      observer.observe(status, { attributes: true });
    },
    { key, atLeast },
  );
}
