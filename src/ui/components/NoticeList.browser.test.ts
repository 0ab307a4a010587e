// Messages: the newest are shown, the earlier ones a click away, and the keyboard stays where it was.

import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Notice } from '../state-types';
import NoticeList from './NoticeList.svelte';

function noticesOf(count: number): Notice[] {
  return Array.from({ length: count }, (_, i) => ({
    ...{ id: i, level: 'info' as const, code: `code-${i}`, text: `Message ${i}` },
    actions: [],
  }));
}

async function open(count: number) {
  const calls = { dismiss: vi.fn(), hold: vi.fn(), release: vi.fn() };
  const screen = await render(NoticeList, { notices: noticesOf(count), ...calls });
  return { screen, ...calls };
}

test('shows the newest three, and the earlier ones on request', async () => {
  const { screen } = await open(5);
  for (const i of [2, 3, 4]) await expect.element(screen.getByText(`Message ${i}`)).toBeVisible();
  await expect.element(screen.getByText('Message 1')).not.toBeVisible();
  expect(screen.container.querySelectorAll('[data-testid="notice"]')).toHaveLength(5);
  const earlier = screen.getByRole('button', { name: '2 earlier messages' });
  (earlier.element() as HTMLElement).click(); // the pointer must not stay in it
  await expect.element(screen.getByText('Message 0')).toBeVisible();
  await expect.element(earlier).toHaveAttribute('aria-expanded', 'true');
});

test('has nothing to fold away below four', async () => {
  const { screen } = await open(3);
  await expect.element(screen.getByText('Message 0')).toBeVisible();
  expect(screen.container.querySelector('[data-testid="earlier-notices"]')).toBeNull();
});

test('nothing goes while the keyboard is in it, and the keyboard is not lost', async () => {
  const { screen, dismiss, hold, release } = await open(2);
  await movePointerAway();
  dismiss.mockImplementation((id: number) =>
    screen.rerender({ notices: noticesOf(2).filter((notice) => notice.id !== id) }),
  );
  const last = screen.getByRole('button', { name: 'Dismiss' }).last();
  (last.element() as HTMLElement).focus();
  await expect.poll(() => hold.mock.calls.length).toBeGreaterThan(0);
  await userEvent.keyboard('{Enter}');
  await expect.element(screen.getByText('Message 1')).not.toBeInTheDocument();
  const left = screen.getByRole('button', { name: 'Dismiss' });
  await expect.element(left).toHaveFocus();
  release.mockClear();
  (left.element() as HTMLElement).blur();
  await expect.poll(() => release.mock.calls.length).toBeGreaterThan(0);
});

/** Wherever an earlier test left it: a list that is pointed at holds its messages. */
async function movePointerAway(): Promise<void> {
  const corner = document.createElement('div');
  corner.style.cssText = 'position: fixed; inset: auto 0 0 auto; width: 4px; height: 4px';
  document.body.append(corner);
  await userEvent.hover(corner);
  corner.remove();
}
