// Interrupts a training in the very moment that its status has come so far: a click from the test can come too late.

import type { Page } from '@playwright/test';

/** Call before Start. @param key of the status's data attributes that count, for example `epoch` */
export async function stopWhen(page: Page, key: string, atLeast: number): Promise<void> {
  await page.evaluate(
    ({ key, atLeast }) => {
      const find = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`)!;
      const status = find('train-status');
      const observer = new MutationObserver(() => {
        if (status.dataset['state'] !== 'running' || Number(status.dataset[key]) < atLeast) return;
        observer.disconnect();
        find('train-stop').click();
      });
      observer.observe(status, { attributes: true });
    },
    { key, atLeast },
  );
}

/** Call while it trains. Reloads so many milliseconds after the epoch is over; resolves when the page is back. */
export async function reloadWhen(page: Page, epoch: number, milliseconds = 0): Promise<void> {
  const reloaded = page.waitForEvent('load', { timeout: 120_000 });
  await page.evaluate(
    ({ epoch, milliseconds }) => {
      const status = document.querySelector<HTMLElement>('[data-testid="train-status"]')!;
      const reloadIfDue = (): void => {
        if (Number(status.dataset['epoch']) < epoch) return;
        observer.disconnect();
        setTimeout(() => location.reload(), milliseconds);
      };
      const observer = new MutationObserver(reloadIfDue);
      observer.observe(status, { attributes: true });
      reloadIfDue();
    },
    { epoch, milliseconds },
  );
  await reloaded;
}
