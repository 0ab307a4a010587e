// Explore explains a clip: hear it from its waveform, and read its features beside those of its genre.

import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

/** Opens the stage on the demo set and waits until a clip is there to be looked at. */
async function openCloseUp(page: Page): Promise<void> {
  await page.goto('./#/explore');
  const rows = page.getByTestId('feature-row');
  await page.getByTestId('clip-close-up').scrollIntoViewIfNeeded();
  await expect(rows).toHaveCount(12);
  await expect(page.getByTestId('waveform')).toHaveAttribute('data-state', 'drawn');
}

/** Seconds that the waveform, as a slider, says it stands at. */
async function placeOf(page: Page): Promise<number> {
  return Number(await page.getByTestId('waveform').getAttribute('aria-valuenow'));
}

test('a clip is heard from its waveform', async ({ page }) => {
  await openCloseUp(page);
  const closeUp = page.getByTestId('clip-close-up');
  await closeUp.getByRole('combobox', { name: /Genre/ }).selectOption('jazz');
  const clips = closeUp.getByRole('combobox', { name: /: Clip/ });
  await clips.selectOption({ index: 2 });
  const name = (await clips.locator('option:checked').getAttribute('title'))!;
  const waveform = page.getByRole('slider', { name: `Position in ${name}` });
  await expect(waveform).toHaveAttribute('data-state', 'drawn');
  expect(await placeOf(page)).toBe(0);

  await closeUp.getByRole('button', { name: `Play ${name}` }).click();
  await expect.poll(() => placeOf(page)).toBeGreaterThanOrEqual(1);
  // One sound at a time: another player stops this one.
  const other = page.getByTestId('spectrogram-compare').getByRole('button', { name: /^Play/ });
  await other.first().click();
  await expect(closeUp.getByRole('button', { name: `Play ${name}` })).toBeVisible();

  await waveform.focus();
  await page.keyboard.press('Home');
  await expect.poll(() => placeOf(page)).toBe(0);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(waveform).toHaveAttribute('aria-valuetext', /^0:02 of 0:\d\d$/);
  const box = (await waveform.boundingBox())!;
  await waveform.click({ position: { x: 0.8 * box.width, y: 0.5 * box.height } });
  await expect.poll(() => placeOf(page)).toBeGreaterThanOrEqual(6);
});

test('its features stand beside those of its genre', async ({ page }) => {
  await openCloseUp(page);
  const rows = page.getByTestId('feature-row');
  const value = Number(await rows.first().getAttribute('data-value'));
  expect(Number.isFinite(value)).toBe(true);
  await expect(rows.first()).toContainText(/(higher|lower) than .* other blues clips/);

  const set = page.getByTestId('feature-set');
  await set.selectOption('timbre');
  await page.getByTestId('feature-search').fill('mfcc 3');
  await expect(rows.filter({ hasText: 'MFCC 3, mean' })).toHaveCount(1);
  await page.getByTestId('feature-search').fill('no such feature');
  await expect(page.getByText('Nothing in this set matches')).toBeVisible();
  await expect(page.getByRole('button', { name: /by kind$/ })).toHaveCount(0);
  // What another set has is offered there.
  await page.getByTestId('feature-search').fill('tempo confidence');
  await page.getByRole('button', { name: /^Look there, in Rhythm/ }).click();
  await expect(set).not.toHaveValue('timbre');
  await set.selectOption('timbre');
  await page.getByTestId('feature-search').fill('');
  await expect(rows).toHaveCount(12);

  const before = await rows.evaluateAll((all) => all.map((row) => row.dataset['value']));
  await page
    .getByTestId('clip-close-up')
    .getByRole('combobox', { name: /: Clip/ })
    .selectOption({ index: 3 });
  await expect
    .poll(() => rows.evaluateAll((all) => all.map((row) => row.dataset['value'])))
    .not.toEqual(before);

  // Whoever comes back finds the same clip and set.
  const picker = page.getByTestId('clip-close-up').getByRole('combobox', { name: /: Clip/ });
  const clipId = await picker.inputValue();
  await page.goto('./#/train');
  await expect(picker).toHaveCount(0);
  await page.goto('./#/explore');
  await expect(picker).toHaveValue(clipId);
  await page.getByTestId('clip-close-up').scrollIntoViewIfNeeded();
  await expect(set).toHaveValue('timbre');
});

test('a set that was not measured yet can be, and stopped', async ({ page }) => {
  await openCloseUp(page);
  const set = page.getByTestId('feature-set');
  const unmeasured = set.locator('option', { hasText: 'not measured yet' }).first();
  await set.selectOption(await unmeasured.getAttribute('value'));
  await expect(page.getByTestId('feature-row')).toHaveCount(0);
  await page.getByRole('button', { name: 'Measure this set for all clips' }).click();
  await expect(page.getByRole('progressbar', { name: /^Measuring/ })).toBeVisible();
  const stop = page.getByRole('button', { name: 'Stop measuring', exact: true });
  await expect(stop).toBeFocused();
  await stop.click();
  await expect(page.getByRole('button', { name: /^Measure (this set|it) for/ })).toBeEnabled();
  // The set that was measured is still there.
  await set.selectOption('timbre');
  await expect(page.getByTestId('feature-row')).toHaveCount(12);
});

test('every feature can be reached, and the stage stays accessible', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 390, height: 900 });
  await openCloseUp(page);
  await page.getByTestId('feature-set').selectOption('timbre');
  await page.getByRole('button', { name: /^Show all \d+ by kind/ }).click();
  await expect(page.getByTestId('feature-row')).toHaveCount(0);
  await page.getByText('Notes (chroma)').click();
  await expect(page.getByTestId('feature-row').first()).toContainText('Chroma');
  // 640 px is what 1280 are at 200 % zoom.
  for (const [colorScheme, width] of [
    ['dark', 390],
    ['dark', 640],
    ['light', 1280],
  ] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - window.innerWidth,
    );
    expect(overflow, `scrolls sideways at ${width} px`).toBeLessThanOrEqual(0);
  }
});
