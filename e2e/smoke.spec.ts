import { expect, test } from '@playwright/test';

test('the page opens and says what it is', async ({ page }) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto('./');
  await expect(page).toHaveTitle(/Earmark/);
  await expect(page.getByTestId('backend')).toBeVisible();
  expect(errors).toEqual([]);
});
