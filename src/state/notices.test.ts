import { expect, it } from 'vitest';
import { NoticeState } from './notices.svelte';

it('a fallback is a warning with its code and what to do, once', () => {
  const notices = new NoticeState();
  notices.showWarning({ code: 'tree-threads-missing', got: 'no workers' });
  notices.showWarning({ code: 'tree-threads-missing', got: 'no workers' });
  expect(notices.list).toMatchObject([{ level: 'warning', code: 'tree-threads-missing' }]);
  expect(notices.list[0]?.text).toMatch(/one core only: no workers\. Nothing to do/);
});
